import type { Layout } from '../../relation/layout.ts';
import { MULTIPLIERS } from '../mix.ts';
import { KERNEL_BYTES } from '../room.ts';
import { DETOURS, LINE_WORDS, TRIES, TRY_BITS } from '../shape.ts';
import type { Shape } from '../shape.ts';
import {
  add,
  and,
  block,
  branch,
  branchIf,
  equal,
  get,
  isZero,
  less,
  load,
  loop,
  mul,
  num,
  or,
  set,
  shl,
  shr,
  store,
  tee,
  when,
  xor,
} from './assemble.ts';
import type { Code, Routine } from './assemble.ts';
import { RESULT } from './expand.ts';

/** States looked up together: as many lines as a core can fetch at once several times over. */
const GROUP = 64;
/** Where a group's mixed keys, its high parts and the detours are. */
const MIXED_AT = 1024;
const HIGH_AT = MIXED_AT + 4 * GROUP;
const DETOURS_AT = HIGH_AT + 4 * GROUP;

const [STATE, END, DEPTH, OUT] = [0, 1, 2, 3];
const [LAST, AT, LOW, HIGH, TOUCHED, REST, LINE, ATTEMPT, WANTED, STEP, PLACE, SEEN, SLOT] = Array.from(
  { length: 13 },
  (_, i) => 4 + i,
) as [number, number, number, number, number, number, number, number, number, number, number, number, number];

/** Whether states of a layout have keys that {@link insertRoutine} can make. */
export function hasKeys({ words }: Layout): boolean {
  return words <= 2;
}

/** What the routine reads besides its code. */
export function prepareInsert(words: Uint32Array): void {
  words.set(DETOURS, DETOURS_AT / 4);
}

/**
 * `insert(state, end, depth, out)`: adds packed states to the table of visited states, as `Table.add` does with their keys.
 * New ones are moved to `out` and after it (which may be where they were). `depth` stands where it stands in a slot.
 * Returns the address of the first state for which it found no slot, or `end`; {@link RESULT} holds the end of the new
 * ones.
 *
 * First the lines of a whole group are touched, so that many loads from memory overlap; only then is anything compared.
 */
export function insertRoutine(layout: Layout, shape: Shape): Routine {
  return {
    name: 'insert',
    parameters: 4,
    locals: 13,
    body: [
      block(
        loop(
          branchIf(1, isZero(less(get(STATE), get(END)))),
          touchGroup(layout, shape),
          set(AT, num(0)),
          loop(
            block(
              probe(shape),
              // It is new: its slot is filled in, and the state moved.
              store(get(PLACE), or(get(DEPTH), get(WANTED)), KERNEL_BYTES),
              shape.width === 2 ? store(get(PLACE), get(HIGH), KERNEL_BYTES + 4) : [],
              ...words(layout).map((word) => store(get(OUT), load(get(STATE), 4 * word), 4 * word)),
              set(OUT, add(get(OUT), num(4 * layout.words))),
            ),
            set(STATE, add(get(STATE), num(4 * layout.words))),
            set(AT, add(get(AT), num(4))),
            branchIf(0, less(get(STATE), get(LAST))),
          ),
          branch(0),
        ),
      ),
      store(num(RESULT), get(OUT)),
      get(STATE),
    ],
  };
}

function words(layout: Layout): number[] {
  return Array.from({ length: layout.words }, (_, i) => i);
}

/** Mixes the keys of the next states, remembers them, and touches their lines. Sets LAST to the end of the group. */
function touchGroup(layout: Layout, { mix, lineMask }: Shape): Code {
  const size = 4 * layout.words;
  const [first] = [layout.bits[0]!];
  const low =
    layout.words === 1 ? load(get(STATE)) : or(load(get(STATE)), shl(load(get(STATE), 4), num(first)));
  const high = layout.words === 1 ? num(0) : shr(load(get(STATE), 4), num(32 - first));
  const masked = (code: Code): Code => (mix.mask === -1 ? code : and(code, num(mix.mask)));
  const folded = (variable: number): Code => xor(get(variable), shr(get(variable), num(mix.shift)));
  const spread = layout.words === 1 ? low : masked(xor(low, mul(tee(HIGH, high), num(MULTIPLIERS.high))));
  return [
    ...set(LAST, add(get(STATE), num(GROUP * size))),
    ...when(less(get(END), get(LAST)), set(LAST, get(END))),
    ...set(REST, get(STATE)),
    ...set(AT, num(0)),
    ...loop(
      set(LOW, spread),
      set(LOW, masked(mul(folded(LOW), num(MULTIPLIERS.first)))),
      set(LOW, masked(mul(folded(LOW), num(MULTIPLIERS.second)))),
      set(LOW, folded(LOW)),
      store(get(AT), get(LOW), MIXED_AT),
      layout.words === 1 ? [] : store(get(AT), get(HIGH), HIGH_AT),
      set(TOUCHED, xor(get(TOUCHED), load(shl(and(get(LOW), num(lineMask)), num(6)), KERNEL_BYTES))),
      set(AT, add(get(AT), num(4))),
      branchIf(0, less(tee(STATE, add(get(STATE), num(size))), get(LAST))),
    ),
    ...set(STATE, get(REST)),
    // Else the loads above would be for nothing.
    ...store(num(RESULT), get(TOUCHED)),
  ];
}

/**
 * Looks for the key of a state: leaves the block around it where the state is known, and the two loops around that (and
 * the block around them) where all lines that it may be in are full. Else PLACE is the address of a free slot and WANTED
 * what belongs in it.
 */
function probe(shape: Shape): Code {
  const { bits, lineBits, lineMask, keyMask, width } = shape;
  const isWide = width === 2;
  const rest = shr(get(LOW), num(lineBits));
  const slot = 4 * width;
  return [
    ...set(LOW, load(get(AT), MIXED_AT)),
    ...(bits > 32 || isWide ? set(HIGH, bits > 32 ? load(get(AT), HIGH_AT) : num(0)) : []),
    ...set(REST, isWide || bits <= 32 ? rest : or(rest, shl(get(HIGH), num(32 - lineBits)))),
    ...set(LINE, and(get(LOW), num(lineMask))),
    ...set(ATTEMPT, num(1)),
    ...block(
      loop(
        set(WANTED, or(shl(get(REST), num(TRY_BITS)), get(ATTEMPT))),
        set(SLOT, shl(get(REST), num(isWide ? 3 : 2))),
        set(
          STEP,
          shl(xor(get(LINE), and(load(shl(get(ATTEMPT), num(2)), DETOURS_AT), num(lineMask))), num(6)),
        ),
        set(SEEN, num(0)),
        // SEEN counts the bytes that were looked at.
        loop(
          set(PLACE, add(get(STEP), and(add(get(SLOT), get(SEEN)), num(4 * LINE_WORDS - 1)))),
          branchIf(2, isZero(tee(TOUCHED, load(get(PLACE), KERNEL_BYTES)))),
          isWide
            ? when(
                equal(and(get(TOUCHED), num(keyMask)), get(WANTED)),
                branchIf(4, equal(load(get(PLACE), KERNEL_BYTES + 4), get(HIGH))),
              )
            : branchIf(3, equal(and(get(TOUCHED), num(keyMask)), get(WANTED))),
          branchIf(0, less(tee(SEEN, add(get(SEEN), num(slot))), num(4 * LINE_WORDS))),
        ),
        branchIf(0, less(tee(ATTEMPT, add(get(ATTEMPT), num(1))), num(TRIES + 1))),
      ),
      // No slot: out of this block, the one of the state, its loop, and the one of groups.
      branch(4),
    ),
  ];
}
