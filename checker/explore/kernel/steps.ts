/** What the tables of steps have in common: what they are made from, and what compiled code and the kernel ask of them. */
import type { Relation } from '../../relation/relation.ts';
import type { Answers, StepAnswer } from './answers.ts';
import type { Code } from './assemble.ts';
import type { Joint } from './joint.ts';

/** What tables say where nothing is known yet. Bit 31 is in no state. */
export const NOT_KNOWN = 0xc000_0000 | 0;

/** What has been seen of the steps of a system. */
export interface StepFacts {
  readonly relation: Relation;
  readonly answers: Answers;
  /** Per step, the actors that it depends on. */
  readonly supports: readonly Set<number>[];
  /** Per step, the words of a state that it changes, word 0 first. */
  readonly words: readonly Set<number>[];
}

/** Successors by one step or several, per joint local state of the actors that they depend on. */
export interface StepTable {
  readonly joint: Joint;
  readonly bytes: number;
  /** Code that writes successors of a state by these steps; the table is at this address. */
  readonly code: (base: number) => Code;
  /** Makes it empty, or fills in at once what is known. */
  readonly begin: (words: Uint32Array, base: number) => void;
  /**
   * Fills in what is known for the state in hand. False if the table lacks something that the steps depend on. Addresses of
   * words that were filled in are appended to `changed`.
   */
  readonly learn: (words: Uint32Array, base: number, changed: number[]) => boolean;
  /** Fills in what is known of all joint local states: where a table is wide, states would come for long. */
  readonly fillKnown: (words: Uint32Array, base: number, changed: number[]) => void;
}

/** Puts every joint local state in hand, the other actors being in their first, and then back what was there. */
export function eachJoint({ hand, locals }: Relation, { actors }: Joint, visit: () => void): void {
  const inHand = hand.slice();
  hand.fill(0);
  do visit();
  while (next(hand, actors, (actor) => locals[actor]!.size));
  hand.set(inHand);
}

/**
 * What a step does in the joint local state in hand, if that depends on nothing else: other actors' local states are not told
 * apart there.
 */
export function jointAnswer({ answers }: StepFacts, step: number, { actors }: Joint): StepAnswer | undefined {
  const support = new Set(actors);
  const answer = answers.step(step, support);
  return support.size === actors.length ? answer : undefined;
}

/** XORs what an event changes in the state in hand into its words. */
export function change(
  { events, hand, layout }: Relation,
  id: number,
  into: (word: number, bits: number) => void,
): void {
  const actor = events.actor[id]!;
  const bits = events.answers[events.base[id]! + hand[actor]!]! - 1;
  into(layout.word[actor]!, bits << layout.shift[actor]!);
}

export function includesAll(actors: readonly number[], wanted: ReadonlySet<number>): boolean {
  for (const actor of wanted) if (!actors.includes(actor)) return false;
  return true;
}

/** The next joint local state; false after the last one. */
function next(hand: Int32Array, actors: readonly number[], sizeOf: (actor: number) => number): boolean {
  for (const actor of actors) {
    if (++hand[actor]! < sizeOf(actor)) return true;
    hand[actor] = 0;
  }
  return false;
}
