/** Other engines and refhold come to the same, on systems whose answers are known from elsewhere. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkWith } from '../../checker/engines/check.ts';
import type { EngineOptions } from '../../checker/engines/check.ts';
import { compare, judge } from '../../checker/engines/judge.ts';
import {
  always,
  alwaysEventually,
  check,
  eventually,
  leadsTo,
  ltl,
  never,
  onStep,
  reachable,
  recoverable,
} from '../../checker/index.ts';
import type { Machines, Property, System, View } from '../../checker/index.ts';
import { oneActor } from '../liveness/systems/one-actor.ts';
import { peterson, semaphoreMutex } from '../liveness/systems/mutex.ts';
import { settings } from '../oracle/settings.ts';
import { atomSpec, graphAtom, buildGraph, graphSpec } from '../oracle/temporal-random.ts';
import { rejection } from '../support.ts';
import { quick, spin, tlcJar } from './available.ts';

const title = { name: 'a test', by: 'refhold', options: [] };
const patience = 300_000;

interface Case {
  readonly name: string;
  readonly system: System;
  readonly properties: readonly Property<Machines>[];
}

type State = View<Machines>;

const first =
  (value: string) =>
  ({ p0 }: State): boolean =>
    p0!.value === value;
const at =
  (...values: string[]) =>
  ({ it }: State): boolean =>
    values.includes(it!.value as string);
const mutual = leadsTo('who raises a flag enters', first('flagged'), first('critical'));

/** Everything that a property can be, true and false; steps that change nothing keep promises, too. */
const walker: Case = {
  name: 'one actor',
  system: oneActor(
    { go: 'a>b b>c', stay: 'b>b', back: 'c>a', leave: 'c>d' },
    { fairness: { go: 'weak', leave: 'strong' }, by: { back: 'x', stay: 'x' }, fair: { x: 'weak' } },
  ) as unknown as System,
  properties: [
    always('never at d', at('a', 'b', 'c')),
    never('at a twice', at('z')),
    reachable('d', at('d')),
    reachable('z', at('z')),
    onStep('leave comes from c', 'leave', ({ before }) => at('c')(before)),
    onStep('back goes to b', 'back', ({ after }) => at('b')(after)),
    onStep('nobody flies', 'fly', () => false),
    eventually('ends', at('d')),
    alwaysEventually('comes to a again', at('a')),
    leadsTo('b leads to c', at('b'), at('c')),
    leadsTo('z leads to a', at('z'), at('a')),
    ltl('stays before d', '(!d) U c', { d: at('d'), c: at('c') }),
    recoverable('can come to d', at('d')),
  ],
};

const cases: readonly Case[] = [
  walker,
  ...(['weak', 'none'] as const).map((p0) => ({
    name: `Peterson, the first ${p0}`,
    system: peterson({ p0, p1: 'weak' }) as unknown as System,
    properties: [mutual],
  })),
  ...(['weak', 'strong'] as const).map((enter) => ({
    name: `a semaphore that is ${enter}`,
    system: semaphoreMutex(enter) as unknown as System,
    properties: [leadsTo('who waits enters', first('waiting'), first('critical'))],
  })),
  {
    name: 'a system fair to its agents',
    system: peterson({ p0: 'weak', p1: 'none' }, true) as unknown as System,
    properties: [mutual],
  },
];

async function agreement({ system, properties }: Case, engine: EngineOptions): Promise<unknown> {
  const { differences, unsaid } = await judge({ system, properties }, title, engine, { maxStates: 1000 });
  return { differences, unsaid: unsaid.map(({ property }) => property) };
}

describe.runIf(spin)('SPIN', () => {
  const engine: EngineOptions = { engine: 'spin', optimise: '-O0' };

  test.each(cases.map((one) => [one.name, one] as const))(
    'agrees about %s',
    async (_, one) => {
      const unsaid = one === walker ? ['can come to d'] : [];
      // The first one as people have it; the others are compiled much longer than they are searched.
      const chosen: EngineOptions = one === walker ? engine : { engine: 'spin', ...quick };
      expect(await agreement(one, chosen)).toEqual({ differences: [], unsaid });
    },
    patience,
  );

  test(
    'agrees about runs of random systems with random fairness',
    async () => {
      let violated = 0;
      await fc.assert(
        fc.asyncProperty(
          graphSpec([2, 4], [2, 3], [2, 6]),
          atomSpec,
          atomSpec,
          async (spec, first, second) => {
            const [p, q] = [graphAtom(first), graphAtom(second)] as never[];
            const properties = [
              leadsTo<Machines>('leads to', p!, q!),
              eventually<Machines>('eventually', p!),
              alwaysEventually<Machines>('always eventually', p!),
              ltl<Machines>('both end', 'F G p & F G q', { p: p!, q: q! }),
            ];
            const one = { name: 'random', system: buildGraph(spec), properties };
            expect(await agreement(one, { engine: 'spin', ...quick })).toEqual({
              differences: [],
              unsaid: [],
            });
            const { properties: own } = await check(one.system, properties);
            violated += own.filter(({ verdict }) => verdict === 'violated').length;
          },
        ),
        settings(6),
      );
      expect(violated).toBeGreaterThan(0);
    },
    patience,
  );

  test(
    'agrees about a claim with more first moves than SPIN can begin among others',
    async () => {
      const system = oneActor(
        { north: 'a>a', east: 'a>a', south: 'a>a', west: 'a>a' },
        { fairness: { north: 'strong', east: 'strong', south: 'strong', west: 'strong' } },
      ) as unknown as System;
      const properties = [
        eventually('ends', at('z')),
        ltl('both end', 'F G p & F G q', { p: at('y'), q: at('z') }),
      ];
      const { refhold, differences } = await judge(
        { system, properties },
        title,
        { engine: 'spin', ...quick },
        { maxStates: 1000 },
      );
      expect(differences).toEqual([]);
      expect(refhold.verdicts.map(({ verdict }) => verdict)).toEqual(['violated', 'violated', 'holds']);
    },
    patience,
  );

  test(
    'says when it comes to what refhold was never asked, and decides nothing then',
    async () => {
      // From one state on, the second actor is not known to move at all where this step would throw.
      const { check: judged } = await checkWith(missing(), [never('c', at('c'))], title, engine, {
        maxStates: 1,
      });
      expect(judged.unexplored).toBe(true);
      expect(judged.properties.map(({ verdict }) => verdict)).toEqual(['incomplete', 'incomplete']);
    },
    patience,
  );
});

/** A step that throws where it is never asked while only the first state is explored. */
function missing(): System {
  const system = oneActor({ go: 'a>b' }) as unknown as System;
  const [step] = system.steps;
  return {
    ...system,
    steps: [
      {
        ...step!,
        deliver: (state) => {
          if (state.it!.value === 'b') throw new Error('not asked');
          return step!.deliver(state);
        },
      },
    ],
  };
}

describe.runIf(tlcJar !== undefined)('TLC', () => {
  test.each(cases.map((one) => [one.name, one] as const))(
    'agrees about %s',
    async (_, one) => {
      const unsaid = one === walker ? ['stays before d', 'can come to d'] : [];
      const found = await agreement(one, { engine: 'tlc', jar: tlcJar! });
      expect(found).toEqual({ differences: [], unsaid });
    },
    patience,
  );
});

describe('a disagreement', () => {
  const { system, properties } = cases[0]!;

  test('is a sentence for each count and verdict that differs', async () => {
    const own = await check(system, properties.slice(0, 3));
    const same = {
      engine: 'other',
      properties: own.properties,
      counts: { ...own.exploration, memory: 0 },
      complete: true,
      unexplored: false,
      unsaid: [],
    };
    expect(compare(own, same)).toEqual([]);
    const [first, ...rest] = own.properties;
    const others = [
      { ...first!, verdict: 'holds' as const, trace: { ...first!.trace!, steps: [] } },
      ...rest.slice(1),
    ];
    expect(
      compare(own, {
        ...same,
        properties: others,
        counts: { ...same.counts, states: 5, depth: 9 },
        unexplored: true,
        complete: false,
        stopped: 'at a bound',
      }),
    ).toEqual([
      'other asks what refhold was never asked: refhold missed a state',
      'other stopped at a bound',
      'states: refhold 4, other 5',
      'depth: refhold 3, other 9',
      'never at d: refhold violated in 3 steps, other holds in 0 steps',
      'at a twice: refhold holds, other nothing',
    ]);
  });
});

test('an engine that is not there is RH502, with the line that installs it', async () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    const error = await rejection(checkWith(walker.system, [], title, { engine: 'spin' }));
    expect(error).toMatchObject({ code: 'RH502', fix: 'Install it: `apt-get install spin gcc libc6-dev`.' });
  } finally {
    process.env.PATH = path;
  }
});
