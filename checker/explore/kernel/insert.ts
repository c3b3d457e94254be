import type { Layout } from '../../relation/layout.ts';
import { TABLE_AT } from '../room.ts';
import { DETOURS, LINE_WORDS, TRIES, TRY_BITS } from '../shape.ts';
import type { Shape } from '../shape.ts';
import {
  add,
  and,
  anyBit,
  block,
  bothBits,
  branch,
  branchIf,
  eitherBits,
  equalPairs,
  equalWords,
  four,
  get,
  isZero,
  less,
  load,
  loadFour,
  loop,
  missed,
  missedPair,
  num,
  or,
  pair,
  pairBits,
  set,
  shl,
  shr,
  store,
  tee,
  trailing,
  when,
  wordBits,
  xor,
} from './assemble.ts';
import type { Code, Routine } from './assemble.ts';
import { RESULT } from './expand.ts';
import { isRecent, mixedKey, noteRecent, RECENT_AT } from './key.ts';

/** States looked up together: many times as many lines as a core can fetch at once, and few enough for its cache. */
const GROUP = 256;
/** Where a group's mixed keys, their high parts, the addresses of its states, and the detours are. */
const MIXED_AT = 4096;
const HIGH_AT = MIXED_AT + 4 * GROUP;
const STATES_AT = HIGH_AT + 4 * GROUP;
const DETOURS_AT = STATES_AT + 4 * GROUP;
/** Where all that ends. */
export const NOTES_END = 1 << 16;
const [STATE, END, DEPTH, OUT, ORIGIN] = [0, 1, 2, 3, 4];
const [LAST, FULL, AT, LOW, HIGH, SEEN, REST, LINE, ATTEMPT] = [5, 6, 7, 8, 9, 10, 11, 12, 13];
const [WANTED, BASE, PLACE, FREE] = [14, 15, 16, 17];
/** Vectors: the part of slots that is keys, the slot wanted, nothing, and a line. */
const [KEY, WANT, ZERO, V] = [18, 19, 20, 21];
const LINE_VECTORS = 4;

/** Whether states of a layout have keys that {@link insertRoutine} can make. */
export function hasKeys({ words }: Layout): boolean {
  return words <= 2;
}

/** What the routine reads besides its code. */
export function prepareInsert(words: Uint32Array): void {
  words.set(DETOURS, DETOURS_AT / 4);
  // Entry 0 of an empty table of recent keys must not look like key 0, which belongs there; 1 belongs elsewhere.
  if (words[RECENT_AT / 4] === 0) words[RECENT_AT / 4] = 1;
}

/** How a routine adds states to a table. */
export interface Manner {
  /** States whose keys came up lately are left out: only where none of them was refused. */
  readonly isFiltered: boolean;
  /**
   * Other threads add to the same table at the same time. A slot is taken only if it is empty in that moment; if it is not
   * any more, the line is looked at again. No key comes in twice: slots in use never become empty, every thread tries the
   * slots of a key in the same order, and takes the first one that is empty. Who sees an old line tries to take a slot that
   * is taken, and learns better. (Words, and pairs of them, are read and written whole, by vector instructions as well.)
   */
  readonly isAtomic: boolean;
}

/**
 * `insert(state, end, depth, out, origin)`: adds packed states to the table of visited states, as `Table.add` does with their keys.
 * New ones are moved to `out` and after it (which may be where they were). `depth` stands where it stands in a slot.
 * Returns the address of the first state for which it found no slot, or `end`; {@link RESULT} holds the end of the new
 * ones. What it notes down, this too, and keys that came up lately, is from `origin` on: each thread has its own.
 *
 * First the keys of a group are mixed and those left out that came up lately; then the lines of the rest are touched, so
 * that many loads from memory overlap; only then is anything compared.
 */
export function insertRoutine(layout: Layout, shape: Shape, { isFiltered, isAtomic }: Manner): Routine {
  const moved = Array.from({ length: layout.words }, (_, word) =>
    store(get(OUT), load(get(SEEN), 4 * word), 4 * word),
  );
  return {
    name: 'insert',
    parameters: 5,
    locals: 13,
    vectors: 3 + LINE_VECTORS,
    body: [
      set(FULL, add(get(ORIGIN), num(4 * GROUP))),
      set(KEY, shape.width === 2 ? pair(num(shape.keyMask), num(-1)) : four(num(shape.keyMask))),
      block(
        loop(
          branchIf(1, isZero(less(get(STATE), get(END)))),
          gather(layout, shape, isFiltered),
          touch(shape),
          set(AT, get(ORIGIN)),
          block(
            loop(
              branchIf(1, isZero(less(get(AT), get(LAST)))),
              block(
                probe(layout, shape, isAtomic),
                // It is new: the state is moved.
                set(SEEN, load(get(AT), STATES_AT)),
                ...moved,
                set(OUT, add(get(OUT), num(4 * layout.words))),
              ),
              set(AT, add(get(AT), num(4))),
              branch(0),
            ),
          ),
          branch(0),
        ),
      ),
      store(get(ORIGIN), get(OUT), RESULT),
      get(STATE),
    ],
  };
}

/** Mixes the keys of the next states until a group is full. Sets LAST to its end. */
function gather(layout: Layout, { mix }: Shape, isFiltered: boolean): Code {
  const isNarrow = layout.words === 1;
  const key = { low: LOW, high: HIGH, entry: PLACE, origin: ORIGIN };
  return [
    ...set(LAST, get(ORIGIN)),
    ...loop(
      mixedKey(layout, mix, { state: STATE, low: LOW, high: HIGH }),
      store(get(LAST), get(LOW), MIXED_AT),
      isNarrow ? [] : store(get(LAST), get(HIGH), HIGH_AT),
      store(get(LAST), get(STATE), STATES_AT),
      // Written over by the next one if it is known.
      isFiltered
        ? [
            ...set(LAST, add(get(LAST), shl(isZero(isRecent(layout, key)), num(2)))),
            ...noteRecent(layout, key),
          ]
        : set(LAST, add(get(LAST), num(4))),
      branchIf(
        0,
        and(less(tee(STATE, add(get(STATE), num(4 * layout.words))), get(END)), less(get(LAST), get(FULL))),
      ),
    ),
  ];
}

/** Reads a word of each line of a group. */
function touch({ lineMask }: Shape): Code {
  const line = shl(and(load(get(AT), MIXED_AT), num(lineMask)), num(6));
  return [
    ...set(AT, get(ORIGIN)),
    ...block(
      loop(
        branchIf(1, isZero(less(get(AT), get(LAST)))),
        set(SEEN, xor(get(SEEN), load(line, TABLE_AT))),
        set(AT, add(get(AT), num(4))),
        branch(0),
      ),
    ),
    // Else the loads above would be for nothing.
    ...store(get(ORIGIN), get(SEEN), RESULT),
  ];
}

/**
 * Looks for the key of a state. Leaves the block around it where the state is known; where all lines that it may be in are
 * full, the outermost block, with STATE set to it. Else it takes a free slot for it.
 *
 * A line is compared as a whole. Where its keys begin differs from key to key, so one slot after the other would be a
 * branch that nobody can predict.
 */
function probe({ words }: Layout, { bits, lineBits, lineMask, width }: Shape, isAtomic: boolean): Code {
  const isWide = width === 2;
  const rest = shr(get(LOW), num(lineBits));
  const slots = LINE_WORDS / width;
  const [same, bitsOf] = isWide ? [equalPairs, pairBits] : [equalWords, wordBits];
  const line = Array.from({ length: LINE_VECTORS }, (_, i) => i);
  const isKnown = line
    .map((i) => same(bothBits(get(V + i), get(KEY)), get(WANT)))
    .reduce((all, one) => eitherBits(all, one));
  const free = line
    .map((i) => shl(bitsOf(same(get(V + i), get(ZERO))), num((i * slots) / LINE_VECTORS)))
    .reduce((all, one) => or(all, one));
  /** Of the slots from that of the key on, all around the line. */
  const first = trailing(shr(or(get(FREE), shl(get(FREE), num(slots))), get(PLACE)));
  const slot = or(get(DEPTH), get(WANTED));
  const take = [
    ...set(PLACE, and(get(REST), num(slots - 1))),
    ...set(PLACE, and(add(get(PLACE), first), num(slots - 1))),
    ...set(PLACE, add(get(BASE), shl(get(PLACE), num(isWide ? 3 : 2)))),
    ...(isAtomic
      ? // Somebody was faster: the same line again.
        branchIf(
          1,
          isWide ? missedPair(get(PLACE), slot, get(HIGH), TABLE_AT) : missed(get(PLACE), slot, TABLE_AT),
        )
      : [
          ...store(get(PLACE), slot, TABLE_AT),
          ...(isWide ? store(get(PLACE), get(HIGH), TABLE_AT + 4) : []),
        ]),
    ...branch(2),
  ];
  return [
    ...set(LOW, load(get(AT), MIXED_AT)),
    ...set(HIGH, words === 1 ? num(0) : load(get(AT), HIGH_AT)),
    ...set(REST, isWide || bits <= 32 ? rest : or(rest, shl(get(HIGH), num(32 - lineBits)))),
    ...set(LINE, and(get(LOW), num(lineMask))),
    ...set(ATTEMPT, num(1)),
    ...block(
      loop(
        set(WANTED, or(shl(get(REST), num(TRY_BITS)), get(ATTEMPT))),
        set(WANT, isWide ? pair(get(WANTED), get(HIGH)) : four(get(WANTED))),
        set(
          BASE,
          shl(xor(get(LINE), and(load(shl(get(ATTEMPT), num(2)), DETOURS_AT), num(lineMask))), num(6)),
        ),
        ...line.map((i) => set(V + i, loadFour(get(BASE), TABLE_AT + 16 * i))),
        branchIf(2, anyBit(isKnown)),
        when(tee(FREE, free), take),
        branchIf(0, less(tee(ATTEMPT, add(get(ATTEMPT), num(1))), num(TRIES + 1))),
      ),
      // No slot. Around this block: that of the state, its loop and its block, the loop of groups, the outermost block.
      set(STATE, load(get(AT), STATES_AT)),
      branch(5),
    ),
  ];
}
