/**
 * The benchmark system: Z zones with K links and O observers each, and one daemon.
 *
 * Every zone goes through its life cycle for ever. To boot it, and after its halt, the daemon moves all its links, one
 * at a time and only while nobody has the link open; it serves one zone at a time. The observers of a zone open and
 * close its links as they like, and go through D stages in between. `links-size.ts` says how many states that makes.
 */
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
import { daemon, link, observer, zone } from './machines.ts';

const options = {
  zones: option.integer({ min: 1, max: 8, default: 2 }, 'Zones.'),
  links: option.integer({ min: 1, max: 5, default: 1 }, 'Links of each zone.'),
  observers: option.integer({ min: 0, max: 5, default: 3 }, 'Observers of each zone.'),
  stages: option.integer({ min: 1, max: 15, default: 7 }, 'Stages of an open stream.'),
  planted: option.integer(
    { min: 0, max: 1, default: 0 },
    '1: a property that only the farthest state violates.',
  ),
};

/** How large a system is: an entry per option that says so. */
export type Size = { readonly [K in Exclude<keyof typeof options, 'planted'>]: number };

/** Names of each zone with its links and observers. */
function zonesOf(size: Size) {
  const nets = numbered('net', size.zones * size.links);
  const snoops = numbered('snoop', size.zones * size.observers);
  return numbered('zone', size.zones).map((name, z) => ({
    name,
    nets: nets.slice(z * size.links, (z + 1) * size.links),
    snoops: snoops.slice(z * size.observers, (z + 1) * size.observers),
  }));
}

function makeSystem(size: Size) {
  const zones = zonesOf(size);
  return defineSystem({
    actors: {
      ...family(
        zones.map(({ name }) => name),
        () => zone,
      ),
      ...family(
        zones.flatMap(({ nets }) => nets),
        () => link,
      ),
      ...family(
        zones.flatMap(({ snoops }) => snoops),
        () => actor(observer, { input: { stages: size.stages } }),
      ),
      dlmgmtd: daemon,
    },
    steps: (step) =>
      zones.flatMap(({ name, nets, snoops }) => [
        step(`${name}: boot`, { by: name }, () => to(name, { type: 'boot' })),
        step(`${name}: shut down`, { by: name }, () => to(name, { type: 'shutDown' })),
        step(`${name}: last process exits`, { by: name }, () => to(name, { type: 'lastProcessExits' })),
        step(`${name}: uninstall`, { by: name }, () => to(name, { type: 'uninstall' })),
        step(`dlmgmtd: begin with ${name}`, { by: 'dlmgmtd' }, () => ({
          dlmgmtd: { type: 'begin' },
          ...to(name, { type: 'serve' }),
        })),
        ...nets.map((net) =>
          step(`dlmgmtd: move ${net}`, { by: 'dlmgmtd' }, (state) => {
            if (state[name].matches('lending')) return to(net, { type: 'lend' });
            return state[name].matches('returning') && to(net, { type: 'takeBack' });
          }),
        ),
        step(`dlmgmtd: end with ${name}`, { by: 'dlmgmtd' }, (state) => {
          const moved = state[name].matches('lending') ? 'inZone' : 'inGlobalZone';
          if (!nets.every((net) => state[net].matches(moved))) return null;
          return { dlmgmtd: { type: 'end' }, ...to(name, { type: 'served' }) };
        }),
        ...snoops.flatMap((snoop) => [
          ...nets.map((net) =>
            step(`${snoop}: open ${net}`, { by: snoop }, () => ({
              ...to(snoop, { type: 'open', link: net }),
              ...to(net, { type: 'hold' }),
            })),
          ),
          ...(size.stages > 1
            ? [step(`${snoop}: advance`, { by: snoop }, () => to(snoop, { type: 'advance' }))]
            : []),
          step(`${snoop}: close`, { by: snoop }, (state) => {
            const net = nets.find((candidate) => candidate === state[snoop].context.link);
            return net !== undefined && { ...to(snoop, { type: 'close' }), ...to(net, { type: 'release' }) };
          }),
        ]),
      ]),
  });
}

export default defineScenario({
  name: 'links',
  title: 'Benchmark: zones, links, observers and a daemon',
  about: 'No model of any kernel: a system whose size is known by formula, to measure the checker with.',
  sources: [],
  options,
  variants: {
    tiny: {
      about: 'For engines that take seconds per ten thousand transitions.',
      set: { zones: 2, links: 1, observers: 2, stages: 2 },
      known: { states: 6_804 },
    },
    small: {
      about: 'A second or less.',
      set: { zones: 2, links: 1, observers: 3, stages: 3 },
      known: { states: 344_064 },
    },
    medium: {
      about: 'The standard size. A state fits in one 32-bit word.',
      set: { zones: 2, links: 1, observers: 3, stages: 7 },
      known: { states: 22_020_096 },
    },
    large: {
      about: 'Two words per state, 1.6 thousand million transitions.',
      set: { zones: 3, links: 2, observers: 2, stages: 3 },
      known: { states: 127_060_920 },
    },
    wide: {
      about: 'Three words per state.',
      set: { zones: 3, links: 4, observers: 2, stages: 1 },
      known: { states: 57_375_000 },
    },
    huge: {
      about: 'More states than a plain table of them fits into 24 GiB.',
      set: { zones: 3, links: 2, observers: 2, stages: 4 },
      known: { states: 573_956_280 },
    },
  },
  system: makeSystem,
  properties: (size) => {
    const zones = zonesOf(size);
    const snoops = zones.flatMap((zone) => zone.snoops);
    const perNet = zones.flatMap(({ name, nets, snoops }) => nets.map((net) => ({ name, net, snoops })));
    return [
      always(
        'who has a link open is counted',
        perNet.flatMap(({ net, snoops }) =>
          snoops.map((snoop) => (state) => {
            if (state[snoop].context.link !== net) return true;
            return state[net].context.streams > 0 || { link: net, streams: state[net].context.streams };
          }),
        ),
      ),
      never(
        'a zone runs without its links',
        perNet.map(
          ({ name, net }) =>
            (state) =>
              state[name].matches('running') && state[net].matches('inGlobalZone'),
        ),
      ),
      never(
        'a zone is served by an idle daemon',
        zones.map(
          ({ name }) =>
            (state) =>
              (state[name].matches('lending') || state[name].matches('returning')) &&
              state.dlmgmtd.matches('idle'),
        ),
      ),
      onStep(
        'an open link stays where it is',
        /^dlmgmtd: move/,
        perNet.map(
          ({ net }) =>
            ({ before, after }) =>
              before[net].value === after[net].value || before[net].context.streams === 0,
        ),
      ),
      // No other state takes so many steps: `stepsToFarthest` in links-size.ts says how many.
      ...(size.planted === 1
        ? [
            never(
              'every zone is down, and every stream is open at its last stage',
              (state) =>
                zones.every(({ name }) => state[name]!.matches('down')) &&
                snoops.every((snoop) => (state[snoop]!.context as { stage: number }).stage === size.stages),
            ),
          ]
        : []),
    ];
  },
});
