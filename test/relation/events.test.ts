import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Events, REFUSED, UNKNOWN } from '../../checker/relation/events.ts';
import type { Delivery } from '../../checker/system/semantics.ts';

const to = (actor: number, event: object): Delivery => ({ actor, event: event as never });
const [hold, release] = [{ type: 'hold' }, { type: 'release' }];

test('the same deliveries have the same number, whichever way their events are written', () => {
  const events = new Events(Int32Array.of(2, 2));
  const first = events.setOf([to(0, { type: 'hold', n: 1, m: 2 }), to(1, release)]);
  expect(events.setOf([to(0, { m: 2, n: 1, type: 'hold' }), to(1, release)])).toBe(first);
  const others = [
    events.setOf([to(0, { type: 'hold', n: 2, m: 2 }), to(1, release)]),
    events.setOf([to(1, { type: 'hold', n: 1, m: 2 }), to(0, release)]),
    events.setOf([to(0, { type: 'hold', n: 1, m: 2 })]),
    events.setOf([to(0, { type: 'hold', n: '1', m: 2 }), to(1, release)]),
  ];
  expect(new Set([first, ...others]).size).toBe(5);
});

test('no deliveries are set 0', () => {
  const events = new Events(Int32Array.of(2));
  expect([events.setOf(null), events.setOf([to(0, hold)]), events.setOf(null)]).toEqual([0, 1, 0]);
  expect(events.eventsOf(0)).toEqual([]);
});

const deliveries = fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(9)), {
  minLength: 1,
  maxLength: 3,
  selector: ([actor]) => actor,
});
const actions = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: deliveries.map((set) => ({ kind: 'set' as const, set })) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('resize' as const),
        more: fc.tuple(fc.nat(3), fc.nat(9), fc.nat(40)),
      }),
    },
  ),
  { minLength: 1, maxLength: 60 },
);

test('sets and answers stay what they were, however many there are and whatever capacities come', () => {
  fc.assert(
    fc.property(actions, (list) => {
      const sizes = [2, 3, 4];
      const events = new Events(Int32Array.from(sizes));
      const sets = new Map<number, string>();
      const answers = new Map<string, number>();
      let next = 1;
      for (const action of list) {
        if (action.kind === 'resize') {
          events.resize(Int32Array.from(sizes, (size, i) => size + action.more[i]!));
          continue;
        }
        const set = events.setOf(action.set.map(([actor, n]) => to(actor, { type: 'hold', n })));
        const text = JSON.stringify(action.set);
        expect(sets.get(set) ?? text).toBe(text);
        sets.set(set, text);
        for (const id of events.eventsOf(set)) {
          const local = next % sizes[events.actor[id]!]!;
          const place = events.base[id]! + local;
          expect(events.answers[place]).toBe(answers.get(`${id} ${local}`) ?? UNKNOWN);
          events.answers[place] = next % 3 === 0 ? REFUSED : next;
          answers.set(`${id} ${local}`, events.answers[place]);
          next++;
        }
      }
      for (const [set, text] of sets) {
        const members = events.eventsOf(set).map((id) => events.events[id]!);
        expect(
          JSON.stringify(members.map(({ actor, event }) => [actor, (event as unknown as { n: number }).n])),
        ).toBe(text);
        expect(events.eventsOf(set).map((id) => events.actor[id])).toEqual(members.map(({ actor }) => actor));
      }
      for (const [key, answer] of answers) {
        const [id, local] = key.split(' ').map(Number);
        expect(events.answers[events.base[id!]! + local!]).toBe(answer);
      }
    }),
    { numRuns: 200 },
  );
});
