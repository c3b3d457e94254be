import { setup } from 'xstate';
import { defineSystem } from '../../../checker/index.ts';
import type { Fairness } from '../../../checker/index.ts';

const other = { p0: 'p1', p1: 'p0' } as const;
const names = ['p0', 'p1'] as const;

const contender = setup({
  types: {
    events: {} as { type: 'flag' } | { type: 'yield' } | { type: 'enter' } | { type: 'leave' },
  },
}).createMachine({
  id: 'contender',
  initial: 'idle',
  states: {
    idle: { on: { flag: 'flagged' } },
    flagged: { on: { yield: 'waiting' } },
    waiting: { on: { enter: 'critical' } },
    critical: { on: { leave: 'idle' } },
  },
});

const turn = setup({ types: { events: {} as { type: 'toP0' } | { type: 'toP1' } } }).createMachine({
  id: 'turn',
  initial: 'p0',
  states: { p0: { on: { toP0: 'p0', toP1: 'p1' } }, p1: { on: { toP0: 'p0', toP1: 'p1' } } },
});

/**
 * Peterson's algorithm for two (1981): raise the flag, give the turn away, wait until the other has no flag or the turn
 * is back. Nobody has to raise a flag. `agents`: processes are fair as a whole instead, so that they also have to do that.
 */
export function peterson(fairness: { readonly p0: Fairness; readonly p1: Fairness }, agents = false) {
  const promised = Object.entries(fairness).filter(([, kind]) => kind !== 'none');
  return defineSystem({
    actors: { p0: contender, p1: contender, turn },
    steps: (step) =>
      names.flatMap((me) => {
        const details = { by: me, fairness: agents ? 'none' : fairness[me] } as const;
        return [
          step(`${me} raises its flag`, { by: me }, () => ({ [me]: { type: 'flag' } })),
          step(`${me} gives the turn away`, details, () => ({
            [me]: { type: 'yield' },
            turn: { type: me === 'p0' ? 'toP1' : 'toP0' },
          })),
          step(`${me} enters`, details, (state) => {
            const mayEnter = state[other[me]].matches('idle') || state.turn.matches(me);
            return mayEnter && { [me]: { type: 'enter' } };
          }),
          step(`${me} leaves`, details, () => ({ [me]: { type: 'leave' } })),
        ];
      }),
    ...(agents ? { fair: Object.fromEntries(promised) as Record<string, 'weak' | 'strong'> } : {}),
  });
}

const semaphore = setup({ types: { events: {} as { type: 'down' } | { type: 'up' } } }).createMachine({
  id: 'semaphore',
  initial: 'free',
  states: { free: { on: { down: 'taken' } }, taken: { on: { up: 'free' } } },
});

/** Two processes and a semaphore that gives itself to anybody. `enter`: how fair it is to those who wait. */
export function semaphoreMutex(enter: Fairness) {
  return defineSystem({
    actors: { p0: contender, p1: contender, semaphore },
    steps: (step) =>
      names.flatMap((me) => [
        step(`${me} wants in`, { by: me, fairness: 'weak' }, ({ [me]: self }) => ({
          [me]: { type: self.matches('idle') ? 'flag' : 'yield' },
        })),
        step(`${me} enters`, { by: me, fairness: enter }, () => ({
          [me]: { type: 'enter' },
          semaphore: { type: 'down' },
        })),
        step(`${me} leaves`, { by: me, fairness: 'weak' }, () => ({
          [me]: { type: 'leave' },
          semaphore: { type: 'up' },
        })),
      ]),
  });
}
