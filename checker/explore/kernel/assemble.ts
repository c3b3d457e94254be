/** A small assembler of WebAssembly modules: expressions are arrays of bytes, put together by functions. */
import { isShared, wasm } from '../webassembly.ts';
import type { Memory } from '../webassembly.ts';

export type Code = readonly number[];

const I32 = 0x7f;
const V128 = 0x7b;
const EMPTY = 0x40;
const END = 0x0b;

/** Unsigned and signed LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (; rest < -64 || rest > 63; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest & 0x7f];
}

const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [...a, ...b, opcode];

export const add = binary(0x6a);
export const sub = binary(0x6b);
export const and = binary(0x71);
export const or = binary(0x72);
export const xor = binary(0x73);
export const mul = binary(0x6c);
export const shl = binary(0x74);
export const shrSigned = binary(0x75);
export const shr = binary(0x76);
export const equal = binary(0x46);
export const less = binary(0x49);
/** The first of two if the condition is not 0. */
export const choose = (condition: Code, a: Code, b: Code): Code => [...a, ...b, ...condition, 0x1b];
export const isZero = (a: Code): Code => [...a, 0x45];
/** The number of zeros below the lowest bit that is set. */
export const trailing = (a: Code): Code => [...a, 0x68];

/** A 32-bit constant. */
export const num = (value: number): Code => [0x41, ...signed(value)];
export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
/** Sets a local variable and leaves its value. */
export const tee = (local: number, value: Code): Code => [...value, 0x22, ...unsigned(local)];
/** A word, or a byte, at an address plus a constant. */
export const load = (address: Code, offset = 0): Code => [...address, 0x28, 2, ...unsigned(offset)];
export const loadByte = (address: Code, offset = 0): Code => [...address, 0x2d, 0, ...unsigned(offset)];
export const store = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  0x36,
  2,
  ...unsigned(offset),
];

/** Stores a word, or two, where there are zeros, and nowhere else, in one go for all threads. Not 0 if it did not. */
export const missed = (address: Code, value: Code, offset: number): Code => [
  ...[...address, ...num(0), ...value],
  ...[0xfe, 0x48, 2, ...unsigned(offset)],
];
export const missedPair = (address: Code, low: Code, high: Code, offset: number): Code => [
  ...[...address, 0x42, 0, ...joined(low, high)],
  ...[0xfe, 0x49, 3, ...unsigned(offset), 0x42, 0, 0x52],
];
/** Two words as one of 64 bits. */
function joined(low: Code, high: Code): number[] {
  return [...low, 0xad, ...high, 0xad, 0x42, 32, 0x86, 0x84];
}

export const block = (...body: readonly Code[]): Code => [0x02, EMPTY, ...body.flat(), END];
export const loop = (...body: readonly Code[]): Code => [0x03, EMPTY, ...body.flat(), END];
export const when = (condition: Code, ...body: readonly Code[]): Code => [
  ...condition,
  0x04,
  EMPTY,
  ...body.flat(),
  END,
];
/** Leaves the n-th block around (0: the innermost), or begins the loop again if it is one. */
export const branch = (depth: number): Code => [0x0c, ...unsigned(depth)];
export const branchIf = (depth: number, condition: Code): Code => [...condition, 0x0d, ...unsigned(depth)];

/** An instruction on vectors of 16 bytes: four words, or two pairs of them. */
const vector =
  (opcode: number) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(opcode)];

/** Four words from an address on, plus a constant. */
export const loadFour = (address: Code, offset = 0): Code => [...address, 0xfd, 0, 2, ...unsigned(offset)];
export const storeFour = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  0xfd,
  0x0b,
  2,
  ...unsigned(offset),
];
/** A word four times. */
export const four = vector(0x11);
export const bothBits = vector(0x4e);
export const eitherBits = vector(0x50);
export const xorBits = vector(0x51);
/** 1 if any bit is set. */
export const anyBit = vector(0x53);
/** All bits of those words that are equal. */
export const equalWords = vector(0x37);
/** The same of those that are larger, unsigned. */
export const moreWords = vector(0x3c);
export const subtractWords = vector(0xb1);
/** One of the four words. */
export const wordAt = (value: Code, index: number): Code => [...value, 0xfd, 0x1b, index];
/** A bit per word: whether its highest bit is set. */
export const wordBits = vector(0xa4);
/** The same of pairs of words. */
export const equalPairs = vector(0xd6);
export const pairBits = vector(0xc4);
/** Two words, twice. */
export const pair = (low: Code, high: Code): Code => [...joined(low, high), 0xfd, 0x12];

/** The same as `mul`, `shl` and `shr` for each word; the number of bits is a word. */
export const mulWords = vector(0xb5);
export const shlWords = vector(0xab);
export const shrWords = vector(0xad);
/** Words of two vectors, which count as one of eight words. */
export const pick = (a: Code, b: Code, words: readonly number[]): Code => [
  ...[...a, ...b, 0xfd, 0x0d],
  ...words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte)),
];

/** A function of 32-bit integers to one. */
export interface Routine {
  readonly name: string;
  readonly parameters: number;
  /** Variables besides the parameters, numbered after them, and vectors after those. */
  readonly locals: number;
  readonly vectors?: number;
  readonly body: readonly Code[];
}

/** Functions of a module, by name; parameters and results are 32-bit integers. */
export type Routines = Readonly<Record<string, (...numbers: readonly number[]) => number>>;

/** The functions of a module over a memory. Throws what the engine throws if the code is not valid. */
export function instantiate(memory: Memory, routines: readonly Routine[]): Routines {
  return instantiateBytes(memory, moduleBytes(routines, isShared(memory)));
}

/** The same from the bytes of the module. */
export function instantiateBytes(memory: Memory, bytes: Uint8Array): Routines {
  return new wasm.Instance(new wasm.Module(bytes), { outside: { memory } }).exports as Routines;
}

/** A module of these functions, for memory that is shared by threads or not. */
export function moduleBytes(routines: readonly Routine[], shared: boolean): Uint8Array {
  const section = (id: number, content: readonly number[]): number[] => [
    id,
    ...unsigned(content.length),
    ...content,
  ];
  const list = (items: readonly (readonly number[])[]): number[] => [
    ...unsigned(items.length),
    ...items.flat(),
  ];
  const text = (name: string): number[] => [...unsigned(name.length), ...Buffer.from(name)];
  const types = routines.map(({ parameters }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [I32])),
    ...list([[I32]]),
  ]);
  const bodies = routines.map(({ locals, vectors = 0, body }) => {
    const variables = [
      [locals, I32],
      [vectors, V128],
    ].filter(([count]) => count! > 0);
    const code = [
      ...list(variables.map(([count, type]) => [...unsigned(count!), type!])),
      ...body.flat(),
      END,
    ];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    // The memory may have any size from one page on.
    ...section(2, list([[...text('outside'), ...text('memory'), 2, shared ? 3 : 1, 1, ...unsigned(65_536)]])),
    ...section(3, list(routines.map((_, i) => unsigned(i)))),
    ...section(7, list(routines.map(({ name }, i) => [...text(name), 0, ...unsigned(i)]))),
    ...section(10, list(bodies)),
    // Names, for whoever looks at a profile.
    ...section(0, [
      ...text('name'),
      ...section(1, list(routines.map(({ name }, i) => [...unsigned(i), ...text(name)]))),
    ]),
  ]);
}

/** Whether this processor has what WebAssembly's vectors need: x86 has it since SSE 4.1. */
export const hasVectors = wasm.validate(
  moduleBytes([{ name: 'test', parameters: 0, locals: 0, body: [anyBit(four(num(0)))] }], false),
);
