/** What is used of the engine's WebAssembly. Its types come with those of web pages, which are not for this package. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  /** Grows it by so many pages of 65,536 bytes, where it is. Throws RangeError. */
  grow: (pages: number) => number;
}

interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}

export const wasm = (
  globalThis as unknown as {
    WebAssembly: {
      Memory: new (limits: { readonly initial: number; readonly maximum: number }) => Memory;
      Module: new (bytes: Uint8Array) => object;
      Instance: new (
        module: object,
        imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
      ) => Instance;
    };
  }
).WebAssembly;
