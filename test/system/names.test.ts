import { createMachine } from 'xstate';
import { expect, test } from 'vitest';
import { actor, check, defineSystem, family, numbered, to } from '../../checker/index.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { eventTypes, matchesDescriptor, mentions } from '../../checker/system/vet.ts';

const machine = createMachine({ id: 'm', initial: 'x', states: { x: { on: { go: 'y' } }, y: {} } });

test('numbered counts from 0', () => {
  expect(numbered('net', 3)).toEqual(['net0', 'net1', 'net2']);
  expect(numbered('net', 0)).toEqual([]);
  expect(numbered('net', 50).at(-1)).toBe('net49');
});

test('family makes one source per name, by name and index', () => {
  const made = family(numbered('net', 2), (name, index) => actor(machine, { input: { name, index } }));
  expect(Object.entries(made).map(([name, { input }]) => [name, input])).toEqual([
    ['net0', { name: 'net0', index: 0 }],
    ['net1', { name: 'net1', index: 1 }],
  ]);
  expect(Object.values(made).every((one) => one.machine === machine)).toBe(true);
});

test('to is a delivery to an actor whose name is a variable', async () => {
  expect(to('net0', { type: 'go', n: 1 })).toEqual({ net0: { type: 'go', n: 1 } });
  const nets = numbered('net', 2);
  const system = defineSystem({
    actors: family(nets, () => machine),
    steps: (step) => nets.map((net) => step(net, () => ({ ...to(net, { type: 'go' }) }))),
  });
  expect((await check(system)).exploration.states).toBe(4);
});

test.each<[string, string[], string]>([
  ['nte0', ['net0', 'web'], ' Did you mean "net0"?'],
  ['NET0', ['net0', 'web'], ' Did you mean "net0"?'],
  ['kernel', ['net0', 'web'], ' There is: net0, web.'],
  ['zoneadmn', ['zoneadmd', 'zone'], ' Did you mean "zoneadmd"?'],
  ['x', [], ''],
  [
    'kernel',
    Array.from({ length: 13 }, (_, i) => `a${i}`),
    ' There is: a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, ….',
  ],
])('suggest %s among %j:%s', (wrong, candidates, text) => {
  expect(suggest(wrong, candidates)).toBe(text);
});

test.each<[string, string, boolean]>([
  ['*', 'anything', true],
  ['go', 'go', true],
  ['go', 'gone', false],
  ['x.*', 'x', true],
  ['x.*', 'x.y', true],
  ['x.*', 'x.y.z', true],
  ['x.*', 'xy', false],
  ['x', 'x.y', false],
])('%s is about %s: %s', (descriptor, event, answer) => {
  expect(matchesDescriptor(descriptor, event)).toBe(answer);
  const one = createMachine({
    id: 'm',
    initial: 'x',
    states: { x: { on: { [descriptor]: 'y' } }, y: {} },
  } as never);
  expect(mentions(one as never, event)).toBe(answer);
  const [first] = [one.getInitialSnapshot(undefined as never, undefined)];
  expect(first.can({ type: event })).toBe(answer);
});

test('the events of a machine are those of all its states, once each', () => {
  const big = createMachine({
    id: 'm',
    initial: 'x',
    on: { top: '.x' },
    states: {
      x: { always: [], on: { go: 'y', back: 'x' } },
      y: { initial: 'z', states: { z: { on: { go: '#m.x' } } } },
    },
  });
  expect(eventTypes(big)).toEqual(['back', 'go', 'top']);
});
