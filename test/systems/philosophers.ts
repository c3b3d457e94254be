import { setup } from 'xstate';
import { defineSystem, family, numbered, to } from '../../checker/index.ts';

const philosopher = setup({
  types: {
    events: {} as { type: 'takeLeft' } | { type: 'takeRight' } | { type: 'putLeft' } | { type: 'putRight' },
  },
}).createMachine({
  id: 'philosopher',
  initial: 'thinking',
  states: {
    thinking: { on: { takeLeft: 'hasLeft' } },
    hasLeft: { on: { takeRight: 'eating' } },
    eating: { on: { putLeft: 'hasRight' } },
    hasRight: { on: { putRight: 'thinking' } },
  },
});

const fork = setup({ types: { events: {} as { type: 'take' } | { type: 'put' } } }).createMachine({
  id: 'fork',
  initial: 'free',
  states: { free: { on: { take: 'taken' } }, taken: { on: { put: 'free' } } },
});

/** N philosophers and N forks, all taking the left fork first: 3^N − 1 states, one deadlock at distance N. */
export function philosophers(count: number) {
  const people = numbered('phil', count);
  const forks = numbered('fork', count);
  return defineSystem({
    actors: { ...family(people, () => philosopher), ...family(forks, () => fork) },
    steps: (step) =>
      people.flatMap((who, i) => {
        const left = forks[i]!;
        const right = forks[(i + 1) % count]!;
        return [
          step(`${who} takes left`, { by: who }, () => ({
            ...to(who, { type: 'takeLeft' }),
            ...to(left, { type: 'take' }),
          })),
          step(`${who} takes right`, { by: who }, () => ({
            ...to(who, { type: 'takeRight' }),
            ...to(right, { type: 'take' }),
          })),
          step(`${who} puts left`, { by: who }, () => ({
            ...to(who, { type: 'putLeft' }),
            ...to(left, { type: 'put' }),
          })),
          step(`${who} puts right`, { by: who }, () => ({
            ...to(who, { type: 'putRight' }),
            ...to(right, { type: 'put' }),
          })),
        ];
      }),
  });
}
