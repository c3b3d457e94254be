import type { Layout } from '../../relation/layout.ts';
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
  loadByte,
  loop,
  num,
  or,
  set,
  shl,
  shrSigned,
  store,
  tee,
  when,
  xor,
} from './assemble.ts';
import type { Code, Routine } from './assemble.ts';
import type { Joint } from './joint.ts';

/** What a table of a step says where the step does not exist, and where nothing is known yet. Bit 31 is in no state. */
export const NO_STEP = 0x8000_0000 | 0;
export const NOT_KNOWN = 0xc000_0000 | 0;

/** A step: per joint local state, what is XORed into the packed state. */
export interface StepTable {
  readonly joint: Joint;
  /** Byte address. */
  readonly base: number;
  /** The words of a state that entries are for; word 0 first, always. */
  readonly words: readonly number[];
  /** Bytes of an entry, as a power of two. */
  readonly scale: number;
}

/** Questions about states: per joint local state, a byte that is 0 where all of them are known to be fine. */
export interface QuestionTable {
  readonly joint: Joint;
  readonly base: number;
}

/** Where a routine leaves its second result. */
export const RESULT = 0;

const [STATE, END, OUT] = [0, 1, 2];
const [BEFORE, UNKNOWN, DELTA, FIRST_WORD] = [3, 4, 5, 6];

/**
 * `expand(state, end, out)`: all addresses. Takes states up to `end`, writes their successors from `out` on, in the order
 * of the steps, and returns the address of the first state that it can say nothing about: one of its tables has no entry
 * for it, or the state has no step. Of that state nothing is written. {@link RESULT} holds the end of the successors.
 *
 * There are no branches inside a state: each step writes its successor, and the next one writes over it if the step does
 * not exist. A mispredicted branch would cost more than ten steps.
 */
export function expandRoutine(
  { words }: Layout,
  steps: readonly StepTable[],
  questions: readonly QuestionTable[],
): Routine {
  const wordOf = (index: number): number => FIRST_WORD + index;
  const all = Array.from({ length: words }, (_, i) => i);
  const step = (table: StepTable): Code => {
    const address = table.joint.address(wordOf, table.scale);
    const entry = table.words.length === 1 ? address : tee(FIRST_WORD + words, address);
    const successor = all.map((word): Code => {
      if (word === 0) return store(get(OUT), xor(get(wordOf(0)), tee(DELTA, load(entry, table.base))));
      const at = table.words.indexOf(word);
      const value = get(wordOf(word));
      const changed = at < 0 ? value : xor(value, load(get(FIRST_WORD + words), table.base + 4 * at));
      return store(get(OUT), changed, 4 * word);
    });
    return [
      ...successor.flat(),
      // Bits 31 and 30: not known.
      ...set(UNKNOWN, or(get(UNKNOWN), and(get(DELTA), shl(get(DELTA), num(1))))),
      ...set(OUT, add(add(get(OUT), num(4 * words)), and(shrSigned(get(DELTA), num(31)), num(-4 * words)))),
    ];
  };
  const question = ({ joint, base }: QuestionTable): Code =>
    set(UNKNOWN, or(get(UNKNOWN), shl(loadByte(joint.address(wordOf, 0), base), num(31))));
  return {
    name: 'expand',
    parameters: 3,
    locals: 3 + words + 1,
    body: [
      block(
        loop(
          branchIf(1, isZero(less(get(STATE), get(END)))),
          ...all.map((word) => set(wordOf(word), load(get(STATE), 4 * word))),
          set(BEFORE, get(OUT)),
          set(UNKNOWN, num(0)),
          ...questions.map(question),
          ...steps.map(step),
          when(
            or(shrSigned(get(UNKNOWN), num(31)), equal(get(OUT), get(BEFORE))),
            set(OUT, get(BEFORE)),
            branch(2),
          ),
          set(STATE, add(get(STATE), num(4 * words))),
          branch(0),
        ),
      ),
      store(num(RESULT), get(OUT)),
      get(STATE),
    ],
  };
}
