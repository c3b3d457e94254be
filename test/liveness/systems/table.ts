import { setup } from 'xstate';
import { defineSystem, family, numbered, to } from '../../../checker/index.ts';
import type { Fairness } from '../../../checker/index.ts';

const philosopher = setup({
  types: { events: {} as { type: 'hunger' } | { type: 'first' } | { type: 'second' } | { type: 'finish' } },
}).createMachine({
  id: 'philosopher',
  initial: 'thinking',
  states: {
    thinking: { on: { hunger: 'hungry' } },
    hungry: { on: { first: 'holding' } },
    holding: { on: { second: 'eating' } },
    eating: { on: { finish: 'thinking' } },
  },
});

const fork = setup({ types: { events: {} as { type: 'take' } | { type: 'put' } } }).createMachine({
  id: 'fork',
  initial: 'free',
  states: { free: { on: { take: 'taken' } }, taken: { on: { put: 'free' } } },
});

export const people = numbered('phil', 3);
const forks = numbered('fork', 3);

/** Three philosophers, who take the fork on their left first; with `oneTurned`, the last one takes the right first. */
export function table(take: Fairness, oneTurned: boolean) {
  return defineSystem({
    actors: { ...family(people, () => philosopher), ...family(forks, () => fork) },
    steps: (step) =>
      people.flatMap((who, i) => {
        const sides = [forks[i]!, forks[(i + 1) % 3]!] as const;
        const [first, second] = oneTurned && i === 2 ? [sides[1], sides[0]] : sides;
        return [
          step(`${who} gets hungry`, { by: who }, () => to(who, { type: 'hunger' })),
          step(`${who} takes a fork`, { by: who, fairness: take }, () => ({
            ...to(who, { type: 'first' }),
            ...to(first, { type: 'take' }),
          })),
          step(`${who} takes the other`, { by: who, fairness: take }, () => ({
            ...to(who, { type: 'second' }),
            ...to(second, { type: 'take' }),
          })),
          step(`${who} has eaten`, { by: who, fairness: 'weak' }, () => ({
            ...to(who, { type: 'finish' }),
            ...to(first, { type: 'put' }),
            ...to(second, { type: 'put' }),
          })),
        ];
      }),
  });
}
