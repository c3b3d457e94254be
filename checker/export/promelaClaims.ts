/**
 * Never claims: the runs that violate a temporal property and keep every promise of fairness, as a Büchi automaton that
 * reads one state after the other. SPIN looks for a run that the claim accepts.
 */
import { buildAutomaton } from '../property/automaton.ts';
import type { Automaton } from '../property/automaton.ts';
import { normalise } from '../property/formula.ts';
import type { Formula } from '../property/formula.ts';
import { simplify } from './simulation.ts';

/** What makes a run fair, in conditions of the language. */
export interface ClaimConditions {
  /** True again and again where every weak promise is kept; undefined if there is none. */
  readonly round: string | undefined;
  readonly strong: readonly StrongPromise[];
}

export interface StrongPromise {
  /** Some step of the promise is possible. */
  readonly enabled: string;
  /** Some step of the promise led here. */
  readonly taken: string;
}

/** Places of a claim at most; more take the translator longer than anybody waits. */
const MOST_PLACES = 4000;

/** Each strong promise doubles the claim. */
const MOST_STRONG = 6;

/** A place of the claim: the node that read the last state, the conditions met since the last round, what is given up. */
interface Place {
  readonly node: number;
  /** How many conditions were met in this round. */
  readonly met: number;
  /** Strong promises that are taken to be never possible again, as bits; −1 before that is decided. */
  readonly given: number;
}

interface Move {
  readonly when: readonly string[];
  readonly to: Place;
}

export interface ClaimText {
  readonly lines: readonly string[];
  /** How many first moves it has. */
  readonly starts: number;
}

/** Undefined if it would be too large. `atoms`: conditions, by atom of the formula. */
export function claimText(
  name: string,
  formula: Formula,
  atoms: readonly string[],
  fairness: ClaimConditions,
): ClaimText | undefined {
  if (fairness.strong.length > MOST_STRONG) return undefined;
  const claim = new Claim(simplify(buildAutomaton(normalise(formula, true))), atoms, fairness);
  const places = new Map<string, { readonly place: Place; readonly moves: readonly Move[] }>();
  const start = claim.start();
  const queue = start.map(({ to }) => to);
  for (const place of queue) {
    const key = keyOf(place);
    if (places.has(key)) continue;
    const moves = claim.moves(place);
    places.set(key, { place, moves });
    if (places.size > MOST_PLACES) return undefined;
    queue.push(...moves.map(({ to }) => to));
  }
  const labels = new Map<string, string>();
  for (const [key, { place }] of places) {
    labels.set(key, `${claim.accepts(place) ? 'accept_' : ''}${name}_${labels.size}`);
  }
  const options = (moves: readonly Move[]): string[] => {
    const unique = new Set(
      moves.map(
        ({ when, to }) =>
          `  :: ${when.length === 0 ? 'true' : when.join(' && ')} -> goto ${labels.get(keyOf(to))!}`,
      ),
    );
    return unique.size === 0 ? ['  false'] : ['  if', ...unique, '  fi'];
  };
  return {
    lines: [
      `never ${name} {`,
      ...withStop(options(start)),
      ...[...places].flatMap(([key, { moves }]) => [`${labels.get(key)!}:`, ...withStop(options(moves))]),
      '}',
    ],
    starts: start.length,
  };
}

function withStop(lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === lines.length - 1 ? `${line};` : line));
}

function keyOf({ node, met, given }: Place): string {
  return `${node} ${met} ${given}`;
}

class Claim {
  readonly #automaton: Automaton;
  readonly #atoms: readonly string[];
  /** None, or the one condition that stands for all weak promises. */
  readonly #weak: readonly string[];
  readonly #strong: readonly StrongPromise[];

  constructor(automaton: Automaton, atoms: readonly string[], { round, strong }: ClaimConditions) {
    this.#automaton = automaton;
    this.#atoms = atoms;
    this.#weak = round === undefined ? [] : [`(${round})`];
    this.#strong = strong;
  }

  start(): Move[] {
    const undecided = this.#strong.length > 0;
    return this.#automaton.initial.flatMap((node) => this.#read(node, 0, undecided ? -1 : 0));
  }

  moves({ node, met, given }: Place): Move[] {
    const from = given >= 0 && met === this.#conditions ? 0 : met;
    return this.#automaton.nodes[node]!.successors.flatMap((next) => this.#read(next, from, given));
  }

  accepts({ met, given }: Place): boolean {
    return given >= 0 && met === this.#conditions;
  }

  /** Acceptance sets, the round of weak promises, and strong promises, in this order. */
  get #conditions(): number {
    return this.#automaton.acceptance + this.#weak.length + this.#strong.length;
  }

  /** Reading a state as this node. Which strong promises will not matter any more may be said at any time. */
  #read(node: number, met: number, given: number): Move[] {
    if (given >= 0) return this.#advance(node, met, given);
    const all = 2 ** this.#strong.length;
    const choices = Array.from({ length: all }, (_, choice) => this.#advance(node, 0, choice));
    return [{ when: this.#literals(node), to: { node, met: 0, given: -1 } }, ...choices.flat()];
  }

  /** Goes on past every condition that is met here, so that no place is only passed through. */
  #advance(node: number, from: number, given: number): Move[] {
    const gone = this.#strong.flatMap(({ enabled }, i) => ((given & (1 << i)) === 0 ? [] : [`!${enabled}`]));
    const when = [...this.#literals(node), ...gone];
    const moves: Move[] = [];
    for (let met = from; ; met++) {
      const condition = this.#condition(node, met, given);
      const to = { node, met, given };
      if (condition === false) return [...moves, { when: [...when], to }];
      if (condition === true) continue;
      moves.push({ when: [...when, `!${condition}`], to });
      when.push(condition);
    }
  }

  /** Whether the next condition of the round is met: known, or a text. After the last one there is none. */
  #condition(node: number, met: number, given: number): string | boolean {
    const { acceptance, nodes } = this.#automaton;
    if (met === this.#conditions) return false;
    if (met < acceptance) return (nodes[node]!.accepting & (1 << met)) !== 0;
    const weak = this.#weak[met - acceptance];
    if (weak !== undefined) return weak;
    const i = met - acceptance - this.#weak.length;
    return (given & (1 << i)) !== 0 ? true : this.#strong[i]!.taken;
  }

  #literals(node: number): string[] {
    const { positive, negative } = this.#automaton.nodes[node]!;
    return this.#atoms.flatMap((text, i) => [
      ...((positive & (1 << i)) === 0 ? [] : [text]),
      ...((negative & (1 << i)) === 0 ? [] : [`!${text}`]),
    ]);
  }
}
