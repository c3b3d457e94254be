/** Compiled code for a table of visited states that doubles: line i becomes lines i and i + half. */
import { TABLE_AT } from '../room.ts';
import { LINE_SHIFT, LINE_WORDS, TRIES, TRY_BITS } from '../shape.ts';
import type { Shape } from '../shape.ts';
import type { Memory } from '../webassembly.ts';
import {
  add,
  and,
  anyBit,
  block,
  bothBits,
  branch,
  branchIf,
  eitherBits,
  equal,
  four,
  get,
  hasVectors,
  instantiate,
  isZero,
  less,
  load,
  loadFour,
  loop,
  moreWords,
  mul,
  num,
  or,
  pair,
  set,
  shl,
  shr,
  store,
  storeFour,
  sub,
  subtractWords,
  tee,
  trailing,
  when,
  wordAt,
  xor,
} from './assemble.ts';
import type { Code, Routine } from './assemble.ts';

/** Where a line is while its keys are moved, and where those are that have to wait: room that no other routine uses. */
const HELD_AT = 3 << 12;
const LATE_AT = 5 << 18;
const LATE_END = 8 << 18;
/** Bytes of a key that waits: its slot, and its line. */
const LATE_BYTES = 12;
const LINE_BYTES = 4 * LINE_WORDS;

const [LINE, END, ORIGIN] = [0, 1, 2];
const [LATE, BASE, AT, FIRST, REST, PLACE, HALF, AT_END, LATE_LIMIT] = [3, 4, 5, 6, 7, 8, 9, 10, 11];
const [TAKEN, FREE] = [12, 13];
const V = 14;
/** Bits for the slots of a line. */
const HALF_BITS = 16;

/** Lines, as a power of two, from which on compiling the code takes less time than it saves. */
const WORTHWHILE = 12;

/** Whether {@link makeSplit} is for such a change of shape. */
export function isSplit(old: Shape, next: Shape): boolean {
  const doubles = old.width === next.width && old.lineBits + 1 === next.lineBits;
  return doubles && old.lineBits >= WORTHWHILE && hasVectors;
}

/**
 * Moves lines `first` up to `end` of a table to where their keys are in the next shape. Those that are not in their first
 * line are taken out: `late` is called with the words of their slots and their lines, three words each.
 */
export type Split = (first: number, end: number, late: (held: Int32Array) => void) => void;

/**
 * Code that does that in a memory that has grown. `depthMask`: of depths as they stand in slots of the old shape. `origin`:
 * where the room of the thread begins that runs it.
 */
export function makeSplit(memory: Memory, old: Shape, next: Shape, depthMask: number, origin: number): Split {
  const split = instantiate(memory, [splitRoutine(old, next, depthMask)]).split!;
  const held = new Int32Array(memory.buffer, origin + LATE_AT, (LATE_END - LATE_AT) / 4);
  return (first, end, late) => {
    for (let line = first; line < end;) {
      line = split(line, end, origin);
      late(held.subarray(0, held.at(-1)));
    }
  };
}

/** Counts the keys of a table that are not in their first line. */
export function countMoved(memory: Memory, { width, lineMask }: Shape): number {
  return instantiate(memory, [countRoutine(width)]).count!(0, (lineMask + 1) * LINE_BYTES);
}

/** `count(from, end)`: of slots between two addresses. */
function countRoutine(width: 1 | 2): Routine {
  const [from, end, mask, one, sum] = [0, 1, 2, 3, 4];
  const tries = width === 1 ? four(num(TRIES)) : pair(num(TRIES), num(0));
  const slots = loadFour(get(from), TABLE_AT);
  return {
    name: 'count',
    parameters: 2,
    locals: 0,
    vectors: 3,
    body: [
      set(mask, tries),
      set(one, four(num(1))),
      block(
        loop(
          branchIf(1, isZero(less(get(from), get(end)))),
          // What is true is -1.
          set(sum, subtractWords(get(sum), moreWords(bothBits(slots, get(mask)), get(one)))),
          set(from, add(get(from), num(16))),
          branch(0),
        ),
      ),
      [0, 1, 2, 3].map((lane) => wordAt(get(sum), lane)).reduce((all, word) => add(all, word)),
    ],
  };
}

/**
 * `split(line, end, origin)`: lines up to `end`, or as many as there is room for keys that wait; the number of the first line that
 * is left. The last word of that room holds how many words of it are in use. `origin`: where the room begins that a thread has.
 */
function splitRoutine(old: Shape, next: Shape, depthMask: number): Routine {
  const { width } = old;
  const slotBytes = 4 * width;
  const vectors = Array.from({ length: 4 }, (_, i) => i);
  const slots = LINE_WORDS / width;
  const taken = shl(get(HALF), num(Math.log2(HALF_BITS)));
  const second = load(get(AT), HELD_AT + 4);
  const wait: Code = [
    ...store(get(LATE), get(FIRST)),
    ...(width === 2 ? store(get(LATE), second, 4) : []),
    ...store(get(LATE), get(LINE), 8),
    ...set(LATE, add(get(LATE), num(LATE_BYTES))),
  ];
  const depth = and(shr(get(FIRST), num(old.keyBits)), num(depthMask));
  const move: Code = [
    ...set(REST, shr(and(get(FIRST), num(old.keyMask)), num(TRY_BITS))),
    // The lowest bit of the rest now says in which half its line is.
    ...set(HALF, and(get(REST), num(1))),
    ...set(REST, shr(get(REST), num(1))),
    ...set(FIRST, or(shl(depth, num(next.keyBits)), or(shl(get(REST), num(TRY_BITS)), num(1)))),
    // Only keys of this line come into the two: there is a free slot, and which ones are taken need not be looked up.
    ...set(FREE, and(xor(shr(get(TAKEN), taken), num(-1)), num(2 ** slots - 1))),
    ...set(PLACE, and(get(REST), num(slots - 1))),
    ...set(
      PLACE,
      and(
        add(get(PLACE), trailing(shr(or(get(FREE), shl(get(FREE), num(slots))), get(PLACE)))),
        num(slots - 1),
      ),
    ),
    ...set(TAKEN, or(get(TAKEN), shl(shl(num(1), get(PLACE)), taken))),
    ...set(
      PLACE,
      add(
        shl(get(PLACE), num(width === 2 ? 3 : 2)),
        add(get(BASE), mul(get(HALF), num((old.lineMask + 1) * LINE_BYTES))),
      ),
    ),
    ...store(get(PLACE), get(FIRST), TABLE_AT),
    ...(width === 2 ? store(get(PLACE), second, TABLE_AT + 4) : []),
  ];
  return {
    name: 'split',
    parameters: 3,
    locals: 11,
    vectors: 4,
    body: [
      set(LATE, add(get(ORIGIN), num(LATE_AT))),
      set(AT_END, add(get(ORIGIN), num(LINE_BYTES))),
      // Room for a whole line, and for the last word.
      set(LATE_LIMIT, add(get(ORIGIN), num(LATE_END - (LINE_WORDS * LATE_BYTES + 4)))),
      block(
        loop(
          branchIf(1, isZero(less(get(LINE), get(END)))),
          branchIf(1, less(get(LATE_LIMIT), get(LATE))),
          set(BASE, shl(get(LINE), num(LINE_SHIFT + 2))),
          ...vectors.map((i) => set(V + i, loadFour(get(BASE), TABLE_AT + 16 * i))),
          when(
            anyBit(vectors.map((i) => get(V + i)).reduce((all, one) => eitherBits(all, one))),
            ...vectors.flatMap((i) => [
              storeFour(get(ORIGIN), get(V + i), HELD_AT + 16 * i),
              storeFour(get(BASE), four(num(0)), TABLE_AT + 16 * i),
            ]),
            set(TAKEN, num(0)),
            set(AT, get(ORIGIN)),
            loop(
              when(
                tee(FIRST, load(get(AT), HELD_AT)),
                block(block(branchIf(0, equal(and(get(FIRST), num(TRIES)), num(1))), wait, branch(1)), move),
              ),
              branchIf(0, less(tee(AT, add(get(AT), num(slotBytes))), get(AT_END))),
            ),
          ),
          set(LINE, add(get(LINE), num(1))),
          branch(0),
        ),
      ),
      store(get(ORIGIN), shr(sub(get(LATE), add(get(ORIGIN), num(LATE_AT))), num(2)), LATE_END - 4),
      get(LINE),
    ],
  };
}
