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
  choose,
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
  storeFour,
  tee,
  trailing,
  when,
  wordBits,
  xor,
} from './assemble.ts';
import type { Code, Routine } from './assemble.ts';
import { RESULT } from './expand.ts';
import { isRecent, mixedKeys, noteRecent, RECENT_AT } from './key.ts';

/** States looked up together: many times as many lines as a core can fetch at once, and few enough for its cache. */
const GROUP = 256;
/** Keys with a full line that wait for their next one to be fetched, from which on it is time. */
const WAITING = 128;
/** Where a group's mixed keys, their high parts, the addresses of its states, the detours (the same for all threads), and what waits are. */
const MIXED_AT = 4096;
const HIGH_AT = MIXED_AT + 4 * GROUP;
const STATES_AT = HIGH_AT + 4 * GROUP;
const DETOURS_AT = STATES_AT + 4 * GROUP;
const WAITING_AT = 1 << 14;
/** Of a key that waits: mixed, its high part, and the packed state. */
const WAITING_BYTES = 16;
const STATE_IN_WAITING = 8;
/** Where all that ends. */
export const NOTES_END = 1 << 16;

const [STATE, END, DEPTH, OUT, ORIGIN] = [0, 1, 2, 3, 4];
const [LAST, AT, LOW, HIGH, SEEN, REST, ATTEMPT] = [5, 6, 7, 8, 9, 10, 11];
const [WANTED, BASE, PLACE, FREE, LATER, FIRST_LATER, FULL] = [12, 13, 14, 15, 16, 17, 18];
/** Vectors: the part of slots that is keys, the slot wanted, nothing, and a line. */
const [KEY, WANT, ZERO, V] = [19, 20, 21, 22];
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
 * `insert(state, end, depth, out, origin)`: adds packed states to the table of visited states, as `Table.add` does with their
 * keys. New ones are moved to `out` and after it (which may be where they were). `depth` stands where it stands in a slot.
 * Returns the address of the first state that is left for want of a slot, or `end`: those from there on are left, in another
 * order perhaps than they came in. {@link RESULT} holds the end of the new
 * ones. What it notes down, this too, and keys that came up lately, is from `origin` on: each thread has its own.
 *
 * First the keys of a group are mixed and those left out that came up lately; then the lines of the rest are touched, so
 * that many loads from memory overlap; only then is anything compared. Keys whose line is full have to look elsewhere: they
 * wait until there are many of them, for the same reason.
 */
export function insertRoutine(layout: Layout, shape: Shape, { isFiltered, isAtomic }: Manner): Routine {
  return {
    name: 'insert',
    parameters: 5,
    locals: 14,
    vectors: 3 + LINE_VECTORS,
    body: [
      set(KEY, shape.width === 2 ? pair(num(shape.keyMask), num(-1)) : four(num(shape.keyMask))),
      set(FIRST_LATER, add(get(ORIGIN), num(WAITING_AT))),
      set(LATER, get(FIRST_LATER)),
      block(
        loop(
          when(
            less(get(STATE), get(END)),
            mixAll(layout, shape),
            gather(layout, isFiltered),
            touch(shape),
            lookUp(layout, shape, isAtomic),
            branchIf(
              1,
              and(
                less(get(STATE), get(END)),
                less(get(LATER), add(get(FIRST_LATER), num(WAITING * WAITING_BYTES))),
              ),
            ),
          ),
          touchDetours(shape),
          lookElsewhere(layout, shape, isAtomic),
          branchIf(0, less(get(STATE), get(END))),
        ),
      ),
      store(get(ORIGIN), get(OUT), RESULT),
      get(STATE),
    ],
  };
}

/** Mixes the keys of the states of a group, four at a time; those after the last state are mixed for nothing. Sets FULL to its end. */
function mixAll(layout: Layout, { mix }: Shape): Code {
  const bytes = 4 * layout.words;
  const end = add(get(STATE), num(GROUP * bytes));
  return [
    ...set(AT, get(ORIGIN)),
    ...set(SEEN, get(STATE)),
    ...set(FULL, choose(less(end, get(END)), end, get(END))),
    ...loop(
      mixedKeys(layout, mix, { state: SEEN, low: WANT, high: V }),
      storeFour(get(AT), get(WANT), MIXED_AT),
      layout.words === 1 ? [] : storeFour(get(AT), get(V), HIGH_AT),
      set(AT, add(get(AT), num(16))),
      branchIf(0, less(tee(SEEN, add(get(SEEN), num(4 * bytes))), get(FULL))),
    ),
  ];
}

/** Moves the keys that are to be looked up together, and notes where their states are. Sets LAST to the end. */
function gather(layout: Layout, isFiltered: boolean): Code {
  const isNarrow = layout.words === 1;
  const key = { low: LOW, high: HIGH, entry: PLACE, origin: ORIGIN };
  return [
    ...set(LAST, get(ORIGIN)),
    ...set(AT, get(ORIGIN)),
    ...loop(
      set(LOW, load(get(AT), MIXED_AT)),
      isNarrow ? [] : set(HIGH, load(get(AT), HIGH_AT)),
      store(get(LAST), get(STATE), STATES_AT),
      // Written over by the next one if it is known.
      isFiltered
        ? [
            ...store(get(LAST), get(LOW), MIXED_AT),
            ...(isNarrow ? [] : store(get(LAST), get(HIGH), HIGH_AT)),
            ...set(LAST, add(get(LAST), shl(isZero(isRecent(layout, key)), num(2)))),
            ...noteRecent(layout, key),
          ]
        : set(LAST, add(get(LAST), num(4))),
      set(AT, add(get(AT), num(4))),
      branchIf(0, less(tee(STATE, add(get(STATE), num(4 * layout.words))), get(FULL))),
    ),
  ];
}

/** Reads a word of each line of a group. */
function touch({ lineMask }: Shape): Code {
  const line = shl(and(load(get(AT), MIXED_AT), num(lineMask)), num(6));
  return touchAll(get(ORIGIN), get(LAST), 4, line);
}

/** Reads a word at an address for each entry. */
function touchAll(first: Code, end: Code, bytes: number, line: Code): Code {
  return [
    ...set(AT, first),
    ...block(
      loop(
        branchIf(1, isZero(less(get(AT), end))),
        set(SEEN, xor(get(SEEN), load(line, TABLE_AT))),
        set(AT, add(get(AT), num(bytes))),
        branch(0),
      ),
    ),
    // Else the loads above would be for nothing.
    ...store(get(ORIGIN), get(SEEN), RESULT),
  ];
}

/** Looks for the keys of a group in their lines. */
function lookUp(layout: Layout, shape: Shape, isAtomic: boolean): Code {
  const { words } = layout;
  const state = all(words).map((word) => load(get(SEEN), 4 * word));
  return [
    ...set(AT, get(ORIGIN)),
    ...set(ATTEMPT, num(1)),
    ...block(
      loop(
        branchIf(1, isZero(less(get(AT), get(LAST)))),
        set(LOW, load(get(AT), MIXED_AT)),
        set(HIGH, words === 1 ? num(0) : load(get(AT), HIGH_AT)),
        block(
          loop(
            compare(shape, shl(and(get(LOW), num(shape.lineMask)), num(6))),
            branchIf(1, anyBit(isKnown(shape))),
            set(SEEN, load(get(AT), STATES_AT)),
            when(tee(FREE, free(shape)), put(shape, state, isAtomic), branch(2)),
          ),
          store(get(LATER), get(LOW)),
          store(get(LATER), get(HIGH), 4),
          ...state.map((code, word) => store(get(LATER), code, STATE_IN_WAITING + 4 * word)),
          set(LATER, add(get(LATER), num(WAITING_BYTES))),
        ),
        set(AT, add(get(AT), num(4))),
        branch(0),
      ),
    ),
  ];
}

/** Reads a word of the second line of each key that waits. */
function touchDetours({ lineMask }: Shape): Code {
  const line = shl(xor(and(load(get(AT)), num(lineMask)), num(DETOURS[2]! & lineMask)), num(6));
  return touchAll(get(FIRST_LATER), get(LATER), WAITING_BYTES, line);
}

/**
 * Looks for the keys that wait in their other lines. Where all of these are full, leaves the outermost block; that state
 * and those that wait after it are then before those that were not looked at, and STATE is the first of them.
 */
function lookElsewhere(layout: Layout, shape: Shape, isAtomic: boolean): Code {
  const bytes = 4 * layout.words;
  const state = all(layout.words).map((word) => load(get(AT), STATE_IN_WAITING + 4 * word));
  const detour = and(load(shl(get(ATTEMPT), num(2)), DETOURS_AT), num(shape.lineMask));
  const line = xor(and(get(LOW), num(shape.lineMask)), detour);
  return [
    ...set(AT, get(FIRST_LATER)),
    ...block(
      loop(
        branchIf(1, isZero(less(get(AT), get(LATER)))),
        set(LOW, load(get(AT))),
        set(HIGH, load(get(AT), 4)),
        set(ATTEMPT, num(2)),
        block(
          loop(
            compare(shape, shl(line, num(6))),
            branchIf(1, anyBit(isKnown(shape))),
            when(tee(FREE, free(shape)), put(shape, state, isAtomic), branch(2)),
            branchIf(0, less(tee(ATTEMPT, add(get(ATTEMPT), num(1))), num(TRIES + 1))),
          ),
          // As many states were taken out before STATE as wait, or more.
          loop(
            set(STATE, add(get(STATE), num(-bytes))),
            ...state.map((code, word) => store(get(STATE), code, 4 * word)),
            branchIf(0, less(tee(AT, add(get(AT), num(WAITING_BYTES))), get(LATER))),
          ),
          // Around this block: the loop and the block of keys that wait, the loop of groups, the outermost block.
          branch(4),
        ),
        set(AT, add(get(AT), num(WAITING_BYTES))),
        branch(0),
      ),
    ),
    ...set(LATER, get(FIRST_LATER)),
  ];
}

/**
 * Loads the line at an address, and sets WANTED to what a slot of the key has in it. A line is compared as a whole. Where its
 * keys begin differs from key to key, so one slot after the other would be a branch that nobody can predict.
 */
function compare({ bits, lineBits, width }: Shape, line: Code): Code {
  const isWide = width === 2;
  const rest = shr(get(LOW), num(lineBits));
  return [
    ...set(REST, isWide || bits <= 32 ? rest : or(rest, shl(get(HIGH), num(32 - lineBits)))),
    ...set(WANTED, or(shl(get(REST), num(TRY_BITS)), get(ATTEMPT))),
    ...set(WANT, isWide ? pair(get(WANTED), get(HIGH)) : four(get(WANTED))),
    ...set(BASE, line),
    ...all(LINE_VECTORS).flatMap((i) => set(V + i, loadFour(get(BASE), TABLE_AT + 16 * i))),
  ];
}

/** All bits of the slots that hold the key. */
function isKnown({ width }: Shape): Code {
  const same = width === 2 ? equalPairs : equalWords;
  return all(LINE_VECTORS)
    .map((i) => same(bothBits(get(V + i), get(KEY)), get(WANT)))
    .reduce((one, other) => eitherBits(one, other));
}

/** A bit per slot that is free. */
function free({ width }: Shape): Code {
  const [same, bitsOf] = width === 2 ? [equalPairs, pairBits] : [equalWords, wordBits];
  const slots = LINE_WORDS / width;
  return all(LINE_VECTORS)
    .map((i) => shl(bitsOf(same(get(V + i), get(ZERO))), num((i * slots) / LINE_VECTORS)))
    .reduce((one, other) => or(one, other));
}

/**
 * Fills in the first free slot from that of the key on, all around the line, and moves the state. Begins the loop around this
 * block anew if another thread was faster: it is for the same line again.
 */
function put({ width }: Shape, state: readonly Code[], isAtomic: boolean): Code {
  const slots = LINE_WORDS / width;
  const first = trailing(shr(or(get(FREE), shl(get(FREE), num(slots))), get(PLACE)));
  const slot = or(get(DEPTH), get(WANTED));
  const isTaken =
    width === 2 ? missedPair(get(PLACE), slot, get(HIGH), TABLE_AT) : missed(get(PLACE), slot, TABLE_AT);
  return [
    ...set(PLACE, and(get(REST), num(slots - 1))),
    ...set(PLACE, and(add(get(PLACE), first), num(slots - 1))),
    ...set(PLACE, add(get(BASE), shl(get(PLACE), num(width === 2 ? 3 : 2)))),
    ...(isAtomic
      ? branchIf(1, isTaken)
      : [
          ...store(get(PLACE), slot, TABLE_AT),
          ...(width === 2 ? store(get(PLACE), get(HIGH), TABLE_AT + 4) : []),
        ]),
    ...state.flatMap((code, word) => store(get(OUT), code, 4 * word)),
    ...set(OUT, add(get(OUT), num(4 * state.length))),
  ];
}

/** The first numbers. */
function all(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
