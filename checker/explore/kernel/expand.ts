import type { Layout } from '../../relation/layout.ts';
import {
  add,
  block,
  branch,
  branchIf,
  equal,
  four,
  get,
  isZero,
  less,
  load,
  loadByte,
  loop,
  num,
  or,
  pair,
  set,
  shl,
  shrSigned,
  store,
  when,
} from './assemble.ts';
import type { Code, Routine } from './assemble.ts';
import type { Joint } from './joint.ts';
import type { StepTable } from './steps.ts';

/** Questions about states: per joint local state, a byte that is 0 where all of them are known to be fine. */
export interface QuestionTable {
  readonly joint: Joint;
  readonly base: number;
}

/** Successors by some steps, and the byte address of their table. */
export interface PlacedSteps {
  readonly table: StepTable;
  readonly base: number;
}

/** Where a routine leaves its second result. */
export const RESULT = 0;

const [STATE, END, BEFORE] = [0, 1, 3];
/** Variables of the routine that the code of tables works with: the address of the next successor, what is not known (bit 31)... */
export const [OUT, UNKNOWN] = [2, 4];
/** ... two that are free, */
export const [DELTA, ADDRESS] = [5, 6];
/** and the words of a state. */
export const wordOf = (index: number): number => 7 + index;
/** The vector with all words of the state, as often as there is room for it. */
export const vectorOf = ({ words }: Layout): number => wordOf(words);

/**
 * `expand(state, end, out)`: all addresses. Takes states up to `end`, writes their successors from `out` on, in the order
 * of the steps, and returns the address of the first state that it can say nothing about: one of its tables has no entry
 * for it, or the state has no step. Of that state nothing is written. {@link RESULT} holds the end of the successors.
 *
 * There are no branches inside a state: tables write more than there is, and what comes next is written over it. A
 * mispredicted branch would cost more than ten steps.
 */
export function expandRoutine(
  layout: Layout,
  steps: readonly PlacedSteps[],
  questions: readonly QuestionTable[],
): Routine {
  const { words } = layout;
  const all = Array.from({ length: words }, (_, i) => i);
  const question = ({ joint, base }: QuestionTable): Code =>
    set(UNKNOWN, or(get(UNKNOWN), shl(loadByte(joint.address(wordOf, 0), base), num(31))));
  const vector = words === 1 ? four(get(wordOf(0))) : pair(get(wordOf(0)), get(wordOf(1)));
  return {
    name: 'expand',
    parameters: 3,
    locals: 4 + words,
    vectors: 1,
    body: [
      block(
        loop(
          branchIf(1, isZero(less(get(STATE), get(END)))),
          ...all.map((word) => set(wordOf(word), load(get(STATE), 4 * word))),
          words <= 2 ? set(vectorOf(layout), vector) : [],
          set(BEFORE, get(OUT)),
          set(UNKNOWN, num(0)),
          ...questions.map(question),
          ...steps.map(({ table, base }) => table.code(base)),
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
