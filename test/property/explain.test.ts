import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { always, check, defineSystem, never, onStep } from '../../checker/index.ts';
import type { ActorsOf, Answer, View } from '../../checker/index.ts';

const machine = createMachine({
  id: 'link',
  context: {
    ref: 0,
    holds: [
      { by: 'snoop', deep: { n: [1, 2] } },
      { by: 'ip', deep: { n: [] } },
    ],
    'odd name': { x: null as null | number },
    free: false,
  },
  type: 'parallel',
  states: {
    up: { initial: 'open', tags: ['live'], states: { open: { on: { go: 'shut' } }, shut: {} } },
    quiet: {},
  },
  on: {
    hold: {
      actions: assign({ ref: ({ context }) => context.ref + 1 }),
      guard: ({ context }) => context.ref < 2,
    },
  },
});
const system = defineSystem({
  actors: { net0: machine, net1: machine },
  steps: { hold: () => ({ net0: { type: 'hold' } }), go: () => ({ net1: { type: 'go' } }) },
  ends: () => true,
});
type Actors = ActorsOf<typeof system>;

/** What a property looked at that is violated at once. */
async function reads(ask: (state: View<Actors>) => unknown): Promise<unknown[]> {
  const { properties } = await check(system, [
    always<Actors>('p', (state) => {
      ask(state);
      return false;
    }),
  ]);
  return properties[0]!.trace!.reads.map(({ path, value }) => [path, value]);
}

describe('what a property looked at', () => {
  test('values of contexts, however deep', async () => {
    expect(await reads(({ net0 }) => net0.context.ref > 0)).toEqual([['net0.context.ref', 0]]);
    expect(await reads(({ net0 }) => net0.context.holds[0]!.deep.n[1])).toEqual([
      ['net0.context.holds[0].deep.n[1]', 2],
    ]);
    expect(await reads(({ net1 }) => net1.context['odd name'].x)).toEqual([
      ['net1.context["odd name"].x', null],
    ]);
  });

  test('in the order of reading, each once', async () => {
    expect(await reads(({ net0, net1 }) => [net1.context.ref, net0.context.free, net1.context.ref])).toEqual([
      ['net1.context.ref', 0],
      ['net0.context.free', false],
    ]);
  });

  test('not what was only passed by', async () => {
    expect(await reads(({ net0 }) => net0.context.holds)).toEqual([]);
    expect(await reads(({ net0 }) => net0.context.holds.length)).toEqual([]);
    expect(await reads(() => true)).toEqual([]);
  });

  test('through the methods of arrays', async () => {
    expect(await reads(({ net0 }) => net0.context.holds.some(({ by }) => by === 'ip'))).toEqual([
      ['net0.context.holds[0].by', 'snoop'],
      ['net0.context.holds[1].by', 'ip'],
    ]);
    expect(
      await reads(({ net0 }) => [
        net0.context.holds[0]!.deep.n.includes(1),
        net0.context.holds.map(({ by }) => by).join(),
      ]),
    ).toEqual([
      ['net0.context.holds[0].deep.n[0]', 1],
      ['net0.context.holds[0].by', 'snoop'],
      ['net0.context.holds[1].by', 'ip'],
    ]);
  });

  test('through spreading, listing and writing as JSON', async () => {
    const all = [
      ['net0.context.holds[0].deep.n[0]', 1],
      ['net0.context.holds[0].deep.n[1]', 2],
    ];
    expect(await reads(({ net0 }) => [...net0.context.holds[0]!.deep.n])).toEqual(all);
    expect(await reads(({ net0 }) => JSON.stringify(net0.context.holds[0]!.deep))).toEqual(all);
    expect(await reads(({ net0 }) => Object.entries(net0.context['odd name']))).toEqual([
      ['net0.context["odd name"].x', null],
    ]);
    expect(await reads(({ net0 }) => ({ ...net0.context['odd name'] }))).toEqual([
      ['net0.context["odd name"].x', null],
    ]);
  });

  test('the state: value, status, matches, hasTag, can', async () => {
    expect(await reads(({ net0 }) => net0.value)).toEqual([]);
    expect(await reads(({ net0 }) => (net0.value as { up: string }).up)).toEqual([['net0.value.up', 'open']]);
    expect(await reads(({ net0 }) => net0.status === 'done')).toEqual([['net0.status', 'active']]);
    expect(
      await reads(({ net0 }) => [
        net0.matches({ up: 'open' }),
        net0.hasTag('live'),
        net0.hasTag('dead'),
        net0.can({ type: 'hold' }),
      ]),
    ).toEqual([
      ['net0.matches({"up":"open"})', true],
      ['net0.hasTag("live")', true],
      ['net0.hasTag("dead")', false],
      ['net0.can({"type":"hold"})', true],
    ]);
  });

  test('sees real values: the answer is the same as without looking', async () => {
    const strange = ({ net0 }: View<Actors>): Answer => {
      const { holds } = net0.context;
      const facts = [
        Array.isArray(holds),
        holds.length === 2,
        'by' in holds[0]!,
        Object.keys(net0.context).length === 4,
        holds.find(({ by }) => by === 'ip') !== undefined,
        holds.concat([]).length === 2,
        holds.toReversed()[0]!.by === 'ip',
        JSON.stringify(net0.context) === JSON.stringify({ ...net0.context }),
        Object.isFrozen(net0.context) === Object.isFrozen(net0.context),
        !('nothing' in net0.context),
        structuredClone({ n: holds[0]!.deep.n[0] }).n === 1,
        String(net0.context.ref) === '0',
        net0.matches({ up: 'open', quiet: {} }),
      ];
      return facts.every(Boolean) && { facts };
    };
    // Were an answer different when it is explained, the finding would be lost, which is RH206.
    const { properties } = await check(system, [never('strange', strange)]);
    expect(properties[0]).toMatchObject({ verdict: 'violated' });
    expect(properties[0]!.trace!.values).toEqual({ facts: Array.from({ length: 13 }, () => true) });
  });

  test('of a list of predicates, only what the one looked at that was violated', async () => {
    const { properties } = await check(system, [
      always<Actors>('p', [
        ({ net0 }) => net0.context.ref < 9,
        ({ net1 }) => net1.context.free,
        ({ net1 }) => net1.context.ref < 9,
      ]),
    ]);
    expect(properties[0]!.trace!.reads).toEqual([{ path: 'net1.context.free', value: false }]);
  });

  test('before and after a step', async () => {
    const { properties } = await check(system, [
      onStep<Actors>(
        'p',
        'hold',
        ({ before, after }) => before.net0.context.ref < 1 || after.net0.context.ref < 2,
      ),
    ]);
    expect(properties[0]!.trace!.reads).toEqual([
      { path: 'before.net0.context.ref', value: 1 },
      { path: 'after.net0.context.ref', value: 2 },
    ]);
  });
});
