import type { StepDefinition } from '../system/types.ts';
import type { Random } from './random.ts';

/**
 * How a walk chooses between the steps that are enabled. Walks without a bias seldom come to where one actor does a lot
 * while the others do nothing; each of these prefers some orders to others, so that together they go different ways.
 */
export type Bias = 'even' | 'weighted' | 'ranked' | 'one agent at a time' | 'seldom taken';

/** The biases of a swarm: the first walker has none, the others have these in turn. */
const BIASES: readonly Bias[] = ['even', 'ranked', 'weighted', 'one agent at a time', 'seldom taken'];

export function biasOf(walker: number): Bias {
  return BIASES[walker % BIASES.length]!;
}

/** Chooses one of the enabled steps; returns its position among them. */
export type Choose = (enabled: Uint16Array | Uint32Array, count: number) => number;

/** One choice in so many is made evenly, so that no bias shuts anything out. */
const EVENLY = 8;
/** A ranking is made anew after about so many steps, and an agent keeps on about so long. */
const SPELL = 24;

/** What a walk chooses by. All that is random in it comes from `random`. */
export function makeChoice(bias: Bias, steps: readonly StepDefinition[], random: Random): Choose {
  const even: Choose = (_, count) => random.below(count);
  const sometimesEven =
    (choose: Choose): Choose =>
    (enabled, count) =>
      random.below(EVENLY) === 0 ? even(enabled, count) : choose(enabled, count);
  switch (bias) {
    case 'even':
      return even;
    case 'ranked':
      return sometimesEven(ranked(steps.length, random));
    case 'weighted':
      return weighted(steps.length, random);
    case 'one agent at a time':
      return sometimesEven(agents(steps, random));
    case 'seldom taken':
      return sometimesEven(seldom(steps.length, random));
  }
}

/** The enabled step of the highest rank, in a random ranking of all steps. */
function ranked(count: number, random: Random): Choose {
  let ranks = random.order(count);
  return (enabled, length) => {
    if (random.below(SPELL) === 0) ranks = random.order(count);
    return least(length, (i) => ranks[enabled[i]!]!);
  };
}

/** Steps have weights of 1 to 64. */
function weighted(count: number, random: Random): Choose {
  const weights = Array.from({ length: count }, () => 2 ** random.below(7));
  return (enabled, length) => {
    let total = 0;
    for (let i = 0; i < length; i++) total += weights[enabled[i]!]!;
    let left = random.below(total);
    let i = 0;
    while (left >= weights[enabled[i]!]!) left -= weights[enabled[i++]!]!;
    return i;
  };
}

/** One agent (the `by` of steps) as long as it can go on, for a while; then another one. */
function agents(steps: readonly StepDefinition[], random: Random): Choose {
  const names = steps.map(({ by, name }) => by ?? name);
  let agent = '';
  const own: number[] = [];
  return (enabled, length) => {
    if (random.below(SPELL) === 0) agent = '';
    own.length = 0;
    for (let i = 0; i < length; i++) if (names[enabled[i]!] === agent) own.push(i);
    const chosen = own.length > 0 ? own[random.below(own.length)]! : random.below(length);
    agent = names[enabled[chosen]!]!;
    return chosen;
  };
}

/** The enabled step that this walk took least often; of several, any. */
function seldom(count: number, random: Random): Choose {
  const taken = new Uint32Array(count);
  return (enabled, length) => {
    const start = random.below(length);
    const chosen = (least(length, (i) => taken[enabled[(i + start) % length]!]!) + start) % length;
    taken[enabled[chosen]!]!++;
    return chosen;
  };
}

function least(count: number, value: (i: number) => number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (value(i) < value(best)) best = i;
  return best;
}
