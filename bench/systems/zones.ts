/**
 * Equal zones, each with a link and an observer of its own: what symmetry is measured with.
 *
 * A zone boots and halts for ever. The daemon serves one zone at a time, and knows it by name; it moves the zone's link while
 * nobody has it open. Observers open and close the link of their zone. What two zones do differs in their names only.
 *
 * A zone has six statuses in which its link stays where it is, and an observer that has it open or has not: A = 12
 * configurations; while it is served, its link may be on either side: B = 8. So there are A^Z + Z·B·A^(Z−1) states.
 */
import { assign, setup } from 'xstate';
import {
  actor,
  always,
  defineScenario,
  defineSystem,
  family,
  never,
  numbered,
  onStep,
  option,
  to,
} from '../../checker/index.ts';
import { link, observer, zone } from './machines.ts';

const options = {
  zones: option.integer({ min: 1, max: 12, default: 5 }, 'Zones.'),
};

/** Serves one zone at a time, and remembers which. */
const daemon = setup({
  types: {
    context: {} as { serves: string | null },
    events: {} as { type: 'begin'; zone: string } | { type: 'end'; zone: string },
  },
  guards: { same: ({ context, event }) => context.serves === event.zone },
}).createMachine({
  id: 'daemon',
  context: { serves: null },
  initial: 'idle',
  states: {
    idle: { on: { begin: { target: 'busy', actions: assign({ serves: ({ event }) => event.zone }) } } },
    busy: { on: { end: { guard: 'same', target: 'idle', actions: assign({ serves: null }) } } },
  },
});

function blocksOf(count: number) {
  const nets = numbered('net', count);
  const snoops = numbered('snoop', count);
  return numbered('zone', count).map((name, i) => ({ name, net: nets[i]!, snoop: snoops[i]! }));
}

function makeSystem({ zones: count }: { readonly zones: number }) {
  const zones = blocksOf(count);
  return defineSystem({
    actors: {
      ...family(
        zones.map(({ name }) => name),
        () => zone,
      ),
      ...family(
        zones.map(({ net }) => net),
        () => link,
      ),
      ...family(
        zones.map(({ snoop }) => snoop),
        () => actor(observer, { input: { stages: 1 } }),
      ),
      dlmgmtd: daemon,
    },
    steps: (step) =>
      zones.flatMap(({ name, net, snoop }) => [
        step(`${name}: boot`, { by: name }, () => to(name, { type: 'boot' })),
        step(`${name}: shut down`, { by: name }, () => to(name, { type: 'shutDown' })),
        step(`${name}: last process exits`, { by: name }, () => to(name, { type: 'lastProcessExits' })),
        step(`${name}: uninstall`, { by: name }, () => to(name, { type: 'uninstall' })),
        step(`dlmgmtd: begin with ${name}`, { by: 'dlmgmtd' }, () => ({
          dlmgmtd: { type: 'begin', zone: name },
          ...to(name, { type: 'serve' }),
        })),
        step(`dlmgmtd: move ${net}`, { by: 'dlmgmtd' }, (state) => {
          if (state[name].matches('lending')) return to(net, { type: 'lend' });
          return state[name].matches('returning') && to(net, { type: 'takeBack' });
        }),
        step(`dlmgmtd: end with ${name}`, { by: 'dlmgmtd' }, (state) => {
          const moved = state[name].matches('lending') ? 'inZone' : 'inGlobalZone';
          if (!state[net].matches(moved)) return null;
          return { dlmgmtd: { type: 'end', zone: name }, ...to(name, { type: 'served' }) };
        }),
        step(`${snoop}: open ${net}`, { by: snoop }, () => ({
          ...to(snoop, { type: 'open', link: net }),
          ...to(net, { type: 'hold' }),
        })),
        step(`${snoop}: close`, { by: snoop }, () => ({
          ...to(snoop, { type: 'close' }),
          ...to(net, { type: 'release' }),
        })),
      ]),
    symmetry: [{ blocks: zones.map(({ name, net, snoop }) => [name, net, snoop]) }],
  });
}

/** States that are told apart without symmetry. */
export function statesOf(zones: number): number {
  return 12 ** zones + zones * 8 * 12 ** (zones - 1);
}

export default defineScenario({
  name: 'zones',
  title: 'Benchmark: equal zones, each with a link and an observer',
  about: 'No model of any kernel: zones that differ in their names only, to measure what symmetry saves.',
  sources: [],
  options,
  variants: {
    five: { about: 'Five zones.', set: { zones: 5 }, known: { states: 1_078_272 } },
    six: { about: 'Six zones.', set: { zones: 6 }, known: { states: 14_929_920 } },
    seven: { about: 'Seven zones.', set: { zones: 7 }, known: { states: 203_046_912 } },
    eight: { about: 'Eight zones.', set: { zones: 8 }, known: { states: 2_723_217_408 } },
  },
  system: makeSystem,
  properties: ({ zones: count }) => {
    const zones = blocksOf(count);
    return [
      always(
        'who has a link open is counted',
        zones.map(
          ({ net, snoop }) =>
            (state) =>
              state[snoop].context.link !== net || state[net].context.streams > 0,
        ),
      ),
      never(
        'a zone runs without its link',
        zones.map(
          ({ name, net }) =>
            (state) =>
              state[name].matches('running') && state[net].matches('inGlobalZone'),
        ),
      ),
      always(
        'the daemon serves whom it says',
        zones.map(({ name }) => (state) => {
          const isServed = state[name].matches('lending') || state[name].matches('returning');
          return isServed === (state.dlmgmtd.context.serves === name);
        }),
      ),
      onStep(
        'an open link stays where it is',
        /^dlmgmtd: move/,
        zones.map(
          ({ net }) =>
            ({ before, after }) =>
              before[net].value === after[net].value || before[net].context.streams === 0,
        ),
      ),
    ];
  },
});
