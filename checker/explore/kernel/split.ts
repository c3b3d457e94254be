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
  mul,
  num,
  or,
  set,
  shl,
  shr,
  store,
  storeFour,
  tee,
  when,
} from './assemble.ts';
import type { Code, Routine } from './assemble.ts';

/** Where a line is while its keys are moved, and where those are that have to wait: room that no other routine uses. */
const HELD_AT = 3 << 12;
const LATE_AT = 5 << 18;
const LATE_END = 8 << 18;
/** Bytes of a key that waits: its slot, and its line. */
const LATE_BYTES = 12;
const LINE_BYTES = 4 * LINE_WORDS;

const [LINE, END] = [0, 1];
const [LATE, BASE, AT, FIRST, REST, PLACE, SLOT] = [2, 3, 4, 5, 6, 7, 8];
const V = 9;

/** Lines, as a power of two, from which on compiling the code takes less time than it saves. */
const WORTHWHILE = 12;

/** Whether {@link splitLines} is for such a change of shape. */
export function isSplit(old: Shape, next: Shape): boolean {
  const doubles = old.width === next.width && old.lineBits + 1 === next.lineBits;
  return doubles && old.lineBits >= WORTHWHILE && hasVectors;
}

/**
 * Moves the keys of a table with the shape `old`, in a memory that has grown, to where they are in the shape `next`. Those
 * that are not in their first line are taken out: `late` is called with the words of their slots and their line.
 * `depthMask`: of depths as they stand in slots of the old shape.
 */
export function splitLines(
  memory: Memory,
  old: Shape,
  next: Shape,
  depthMask: number,
  late: (first: number, second: number, line: number) => void,
): void {
  const split = instantiate(memory, [splitRoutine(old, next, depthMask)]).split!;
  const lines = old.lineMask + 1;
  const held = new Int32Array(memory.buffer, LATE_AT, (LATE_END - LATE_AT) / 4);
  for (let line = 0; line < lines;) {
    line = split(line, lines);
    const count = held.at(-1)!;
    for (let at = 0; at < count; at += 3) late(held[at]!, held[at + 1]!, held[at + 2]!);
  }
}

/**
 * `split(line, end)`: lines up to `end`, or as many as there is room for keys that wait; the number of the first line that
 * is left. The last word of that room holds how many words of it are in use.
 */
function splitRoutine(old: Shape, next: Shape, depthMask: number): Routine {
  const { width } = old;
  const slotBytes = 4 * width;
  const vectors = Array.from({ length: 4 }, (_, i) => i);
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
    ...set(SLOT, add(get(BASE), mul(and(get(REST), num(1)), num((old.lineMask + 1) * LINE_BYTES)))),
    ...set(REST, shr(get(REST), num(1))),
    ...set(FIRST, or(shl(depth, num(next.keyBits)), or(shl(get(REST), num(TRY_BITS)), num(1)))),
    // There is a free slot: no more keys come to a line than were in one.
    ...set(PLACE, shl(get(REST), num(width === 2 ? 3 : 2))),
    ...loop(
      set(PLACE, and(get(PLACE), num(LINE_BYTES - 1))),
      when(
        load(add(get(SLOT), get(PLACE)), TABLE_AT),
        set(PLACE, add(get(PLACE), num(slotBytes))),
        branch(1),
      ),
    ),
    ...set(SLOT, add(get(SLOT), get(PLACE))),
    ...store(get(SLOT), get(FIRST), TABLE_AT),
    ...(width === 2 ? store(get(SLOT), second, TABLE_AT + 4) : []),
  ];
  return {
    name: 'split',
    parameters: 2,
    locals: 7,
    vectors: 4,
    body: [
      set(LATE, num(LATE_AT)),
      block(
        loop(
          branchIf(1, isZero(less(get(LINE), get(END)))),
          // Room for a whole line, and for the last word.
          branchIf(1, less(num(LATE_END - (LINE_WORDS * LATE_BYTES + 4)), get(LATE))),
          set(BASE, shl(get(LINE), num(LINE_SHIFT + 2))),
          ...vectors.map((i) => set(V + i, loadFour(get(BASE), TABLE_AT + 16 * i))),
          when(
            anyBit(vectors.map((i) => get(V + i)).reduce((all, one) => eitherBits(all, one))),
            ...vectors.flatMap((i) => [
              storeFour(num(HELD_AT), get(V + i), 16 * i),
              storeFour(get(BASE), four(num(0)), TABLE_AT + 16 * i),
            ]),
            set(AT, num(0)),
            loop(
              when(
                tee(FIRST, load(get(AT), HELD_AT)),
                block(block(branchIf(0, equal(and(get(FIRST), num(TRIES)), num(1))), wait, branch(1)), move),
              ),
              branchIf(0, less(tee(AT, add(get(AT), num(slotBytes))), num(LINE_BYTES))),
            ),
          ),
          set(LINE, add(get(LINE), num(1))),
          branch(0),
        ),
      ),
      store(num(LATE_END - 4), shr(add(get(LATE), num(-LATE_AT)), num(2))),
      get(LINE),
    ],
  };
}
