import { setup, assign } from 'xstate';
import type { ActorsOf } from '../../checker/index.ts';
import { always, defineScenario, defineSystem, leadsTo, never, onStep, option } from '../../checker/index.ts';
import { buildOf } from '../../explorer/server/subjects.ts';
import type { Built, Subject } from '../../explorer/server/subjects.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import type { OptionValue } from '../../checker/scenario/options.ts';
import { scenarios } from '../../machines/index.ts';

/** A door with a hierarchy, guards, `always`, and a transition that stays where it is. */
export const door = setup({
  types: {
    context: {} as { knocks: number; owner: { name: string } },
    events: {} as { type: 'open' } | { type: 'close' } | { type: 'knock' } | { type: 'lock' },
    tags: {} as 'passable',
  },
  guards: { patient: ({ context }) => context.knocks < 2 },
}).createMachine({
  id: 'door',
  context: { knocks: 0, owner: { name: 'ada' } },
  initial: 'shut',
  states: {
    shut: {
      initial: 'unlocked',
      on: {
        knock: { guard: 'patient', actions: assign({ knocks: ({ context }) => context.knocks + 1 }) },
      },
      states: { unlocked: { on: { open: '#door.ajar', lock: 'locked' } }, locked: {} },
    },
    ajar: { always: { guard: ({ context }) => context.knocks > 1, target: 'wide' }, on: { close: 'shut' } },
    wide: { tags: 'passable', on: { close: 'shut' } },
  },
});

const guest = setup({ types: { events: {} as { type: 'enter' } | { type: 'leave' } } }).createMachine({
  id: 'guest',
  initial: 'outside',
  states: { outside: { on: { enter: 'inside' } }, inside: { on: { leave: 'outside' } } },
});

/** Counts to `states - 1`. */
export function counter(states: number) {
  return setup({
    types: { context: {} as { n: number }, events: {} as { type: 'up' } },
    guards: { below: ({ context }) => context.n < states - 1 },
  }).createMachine({
    id: 'counter',
    context: { n: 0 },
    on: { up: { guard: 'below', actions: assign({ n: ({ context }) => context.n + 1 }) } },
  });
}

function houseSystem({ locks }: { readonly locks: boolean }) {
  return defineSystem({
    actors: { door, guest },
    steps: (step) => [
      step('guest: knock', { by: 'guest' }, () => ({ door: { type: 'knock' } })),
      step('host: open', { by: 'host', fairness: 'weak' }, () => ({ door: { type: 'open' } })),
      step('host: close', { by: 'host' }, () => ({ door: { type: 'close' } })),
      step('guest: enter', { by: 'guest' }, (s) => s.door.hasTag('passable') && { guest: { type: 'enter' } }),
      step('guest: leave', { by: 'guest' }, (s) => s.door.hasTag('passable') && { guest: { type: 'leave' } }),
      ...(locks ? [step('host: lock', { by: 'host' }, () => ({ door: { type: 'lock' } }))] : []),
    ],
  });
}

type House = ActorsOf<ReturnType<typeof houseSystem>>;

const house = defineScenario({
  name: 'house',
  title: 'A door and a guest',
  about: '',
  sources: [],
  options: { locks: option.flag(true, 'whether the door can be locked') },
  variants: { plain: { about: 'as it is', set: {}, known: {} } },
  system: houseSystem,
  properties: () => [
    never<House>('locked in', (s) => s.guest.matches('inside') && s.door.matches({ shut: 'locked' })),
    always<House>('few knocks', (s) => s.door.context.knocks < 3),
    onStep<House>('nobody closes on a guest', 'host: close', ({ before }) => !before.guest.matches('inside')),
    leadsTo<House>(
      'who knocks gets in',
      (s) => s.door.context.knocks > 0,
      (s) => s.guest.matches('inside'),
    ),
  ],
});

export const houseSubject: Subject = { scenario: house };

export function build(
  subject: Subject,
  set: Readonly<Record<string, OptionValue>> = {},
  variant?: string,
): Built {
  return buildOf(subject, variant, valuesOf(subject.scenario, variant, set));
}

export const os8627: Subject = { scenario: scenarios.find(({ name }) => name === 'os-8627')! };

/** Numbers of steps by name. */
export function pathOf({ system }: Built, names: readonly string[]): number[] {
  return names.map((name) => {
    const number = system.steps.findIndex((step) => step.name === name);
    if (number < 0) throw new Error(`no step ${name}`);
    return number;
  });
}
