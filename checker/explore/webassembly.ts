/** What is used of the engine's WebAssembly. Its types come with those of web pages, which are not for this package. */
export interface Memory {
  /** Shared memory has a new one after it has grown; that of other memory is gone then. */
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Grows it by so many pages of 65,536 bytes, where it is. Throws RangeError. */
  grow: (pages: number) => number;
}

interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}

export const wasm = (
  globalThis as unknown as {
    WebAssembly: {
      Memory: new (limits: {
        readonly initial: number;
        readonly maximum: number;
        readonly shared?: boolean;
      }) => Memory;
      Module: new (bytes: Uint8Array) => object;
      validate: (bytes: Uint8Array) => boolean;
      Instance: new (
        module: object,
        imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
      ) => Instance;
    };
  }
).WebAssembly;

/** Whether other threads can see it. */
export function isShared({ buffer }: Memory): boolean {
  return buffer instanceof SharedArrayBuffer;
}
