/** Systems of which the literature says what they guarantee, and under which fairness. */
import { describe, expect, test } from 'vitest';
import {
  alwaysEventually,
  check,
  eventually,
  eventuallyAlways,
  leadsTo,
  ltl,
  never,
  recoverable,
} from '../../checker/index.ts';
import { alternatingBit } from './systems/alternating-bit.ts';
import { peterson, semaphoreMutex } from './systems/mutex.ts';
import { at, oneActor } from './systems/one-actor.ts';
import { people, table } from './systems/table.ts';
import { lassoOf, verdictOf } from './verdict.ts';

describe("Peterson's mutual exclusion", () => {
  const fair = peterson({ p0: 'weak', p1: 'weak' });
  type State = Parameters<typeof fair.ends>[0];
  const wants = (s: State): boolean => s.p0.matches('flagged') || s.p0.matches('waiting');
  const inside = (s: State): boolean => s.p0.matches('critical');
  const served = leadsTo('p0 is not starved', wants, inside);

  test('excludes', async () => {
    const both = never('both inside', (s: State) => s.p0.matches('critical') && s.p1.matches('critical'));
    expect(await verdictOf(fair, both)).toBe('holds');
  });

  test('is free of starvation if both processes go on', async () => {
    expect(await verdictOf(fair, served)).toBe('holds');
    expect(await verdictOf(peterson({ p0: 'strong', p1: 'strong' }), served)).toBe('holds');
  });

  test('is not if one of them may stop inside', async () => {
    const lasso = await lassoOf(peterson({ p0: 'weak', p1: 'none' }), served);
    expect(lasso.trace.final.p1!.value).not.toBe('idle');
    expect(lasso.trace.loop!.fairness).toContainEqual({
      name: 'step p0 enters',
      fairness: 'weak',
      status: 'disabled',
    });
    expect(await verdictOf(peterson({ p0: 'none', p1: 'weak' }), served)).toBe('violated');
    expect(await verdictOf(peterson({ p0: 'none', p1: 'none' }), served)).toBe('violated');
  });

  test('does not make anybody go in who does not want to', async () => {
    expect(await verdictOf(fair, alwaysEventually('p0 inside again and again', inside))).toBe('violated');
  });

  test('unless processes as a whole have to go on', async () => {
    const driven = peterson({ p0: 'weak', p1: 'weak' }, true);
    expect(await verdictOf(driven, alwaysEventually('p0 inside again and again', inside))).toBe('holds');
    expect(await verdictOf(driven, served)).toBe('holds');
  });

  test('overtaking is bounded: the other goes in at most once before', async () => {
    const formula = 'G (p0 waiting -> (!other W (other W (!other W inside))))'.replace(
      'p0 waiting',
      'waiting',
    );
    const once = ltl('once', formula, {
      waiting: (s: State) => s.p0.matches('waiting'),
      other: (s: State) => s.p1.matches('critical'),
      inside,
    });
    expect(await verdictOf(peterson({ p0: 'none', p1: 'none' }), once)).toBe('holds');
    const never_ = ltl('never', 'G (waiting -> (!other W inside))', {
      waiting: (s: State) => s.p0.matches('waiting'),
      other: (s: State) => s.p1.matches('critical'),
      inside,
    });
    expect(await verdictOf(peterson({ p0: 'weak', p1: 'weak' }), never_)).toBe('violated');
  });
});

describe('mutual exclusion by a semaphore', () => {
  type State = Parameters<ReturnType<typeof semaphoreMutex>['ends']>[0];
  const served = leadsTo(
    'p0 is not starved',
    (s: State) => s.p0.matches('waiting'),
    (s: State) => s.p0.matches('critical'),
  );
  const somebody = alwaysEventually(
    'somebody gets in',
    (s: State) => s.p0.matches('critical') || s.p1.matches('critical'),
  );

  test('weak fairness is not enough: the other one may always be faster', async () => {
    const { loop, trace } = await lassoOf(semaphoreMutex('weak'), served);
    expect(trace.loop!.fairness).toContainEqual({
      name: 'step p0 enters',
      fairness: 'weak',
      status: 'interrupted',
    });
    expect(loop).toContain('p1 enters');
    expect(await verdictOf(semaphoreMutex('weak'), somebody)).toBe('holds');
  });

  test('strong fairness is', async () => {
    expect(await verdictOf(semaphoreMutex('strong'), served)).toBe('holds');
  });

  test('without fairness nobody needs to get in', async () => {
    expect(await verdictOf(semaphoreMutex('none'), somebody)).toBe('violated');
  });
});

describe('the alternating bit protocol over channels that lose', () => {
  type State = Parameters<ReturnType<typeof alternatingBit>['ends']>[0];
  const progress = ltl('messages get through', 'G F zero & G F one', {
    zero: (s: State) => s.receiver.context.bit === 0,
    one: (s: State) => s.receiver.context.bit === 1,
  });
  const strong = alternatingBit({ messages: 'strong', answers: 'strong' });

  test('makes progress if what is sent again and again arrives again and again', async () => {
    expect(await verdictOf(strong, progress)).toBe('holds');
  });

  test.each([
    ['messages', { messages: 'weak', answers: 'strong' }],
    ['answers', { messages: 'strong', answers: 'weak' }],
  ] as const)('does not where %s may be lost for ever', async (lost, fairness) => {
    const { loop } = await lassoOf(alternatingBit(fairness), progress);
    expect(loop).toContain(lost === 'messages' ? 'message is lost' : 'answer is lost');
  });

  test('never accepts what was not sent', async () => {
    // The receiver is at most one message ahead of what the sender knows.
    const inStep = ltl('in step', 'G (behind -> behind W level) & G (level -> level W behind)', {
      behind: (s: State) => s.receiver.context.bit !== s.sender.context.bit,
      level: (s: State) => s.receiver.context.bit === s.sender.context.bit,
    });
    expect(await verdictOf(strong, inStep)).toBe('holds');
  });

  test('can always still go on', async () => {
    const never_ = alternatingBit({ messages: 'none', answers: 'none' });
    expect(
      await verdictOf(
        never_,
        recoverable('acceptance', (s: State) => s.receiver.context.bit === 1),
      ),
    ).toBe('holds');
  });
});

describe('dining philosophers', () => {
  type State = Parameters<ReturnType<typeof table>['ends']>[0];
  const fed = leadsTo(
    'phil0 eats when hungry',
    (s: State) => s[people[0]!].matches('hungry'),
    (s: State) => s[people[0]!].matches('eating'),
  );

  test('all with the left fork first: they may all starve', async () => {
    const { stem, loop } = await lassoOf(table('strong', false), fed);
    expect(loop).toEqual([]);
    expect(stem.filter((name) => name.endsWith('takes a fork'))).toHaveLength(3);
    const stuck = recoverable('phil0 can eat', (s: State) => s[people[0]!].matches('eating'));
    const { properties } = await check(table('strong', false), [stuck]);
    expect(properties[0]).toMatchObject({ verdict: 'violated', trace: { trap: { states: 1, steps: [] } } });
    expect(properties[0]!.trace!.steps).toHaveLength(6);
    expect(properties[0]!.trace!.trap!.stuck.map(({ actor }) => actor)).toEqual([
      'phil0',
      'phil1',
      'phil2',
      'fork0',
      'fork1',
      'fork2',
    ]);
    expect(properties[0]!.trace!.trap!.stuck[0]!.lost).toEqual([
      'phil0 gets hungry',
      'phil0 takes a fork',
      'phil0 takes the other',
      'phil0 has eaten',
    ]);
  });

  test('one with the right fork first: nobody starves who is strongly fair', async () => {
    expect(await verdictOf(table('strong', true), fed)).toBe('holds');
  });

  test('one with the right fork first: weak fairness lets neighbours win for ever', async () => {
    const { trace } = await lassoOf(table('weak', true), fed);
    expect(trace.loop!.fairness.map(({ status }) => status)).toContain('interrupted');
  });
});

describe('a traffic light', () => {
  const edges = { change: 'red>green green>yellow yellow>red' };
  const green = alwaysEventually('green again and again', at('green'));

  test('turns green again and again if it changes at all', async () => {
    const running = oneActor(edges, { fairness: { change: 'weak' } });
    expect(await verdictOf(running, green)).toBe('holds');
    expect(
      await verdictOf(
        running,
        ltl('order', 'G (green -> green U yellow)', { green: at('green'), yellow: at('yellow') }),
      ),
    ).toBe('holds');
    expect(await verdictOf(running, eventuallyAlways('green for ever', at('green')))).toBe('violated');
  });

  test('stays red if nobody says that it changes', async () => {
    expect(await lassoOf(oneActor(edges), green)).toMatchObject({ stem: [], loop: [] });
  });
});

describe('a process that may stop', () => {
  const mortal = { ask: 'idle>busy', answer: 'busy>idle', crash: 'idle>off busy>off' };
  const immortal = { ...mortal, restart: 'off>idle' };
  const answered = leadsTo('answered', at('busy'), at('idle'));
  const back = recoverable('back', at('idle'));

  test('leaves requests without an answer, and cannot recover', async () => {
    const system = oneActor(mortal, { fairness: { answer: 'strong' }, by: { ask: 'it', answer: 'it' } });
    expect(await lassoOf(system, answered)).toMatchObject({ stem: ['ask', 'crash'], loop: [] });
    const { properties } = await check(system, [back]);
    expect(properties[0]).toMatchObject({
      verdict: 'violated',
      trace: {
        steps: [{ step: 'crash' }],
        trap: { states: 1, steps: [], stuck: [{ actor: 'it', lost: ['ask', 'answer'] }] },
      },
    });
  });

  test('recovers if it can be restarted, although nobody has to do it', async () => {
    const system = oneActor(immortal, { fairness: { answer: 'weak' } });
    expect(await verdictOf(system, back)).toBe('holds');
    expect(await verdictOf(system, answered)).toBe('violated');
    const watched = oneActor(immortal, { fairness: { answer: 'weak', restart: 'weak' } });
    expect(await verdictOf(watched, answered)).toBe('holds');
  });

  test('crash after crash, it gets no work done unless that is strongly fair', async () => {
    const edges = { crash: 'busy>off', answer: 'busy>idle', resume: 'off>busy' };
    const done = eventually('answered once', at('idle'));
    const system = (answer: 'weak' | 'strong') => oneActor(edges, { fairness: { answer, resume: 'weak' } });
    expect(await lassoOf(system('weak'), done)).toMatchObject({ stem: [], loop: ['crash', 'resume'] });
    expect(await verdictOf(system('strong'), done)).toBe('holds');
  });
});

describe('fairness of an agent and of its steps', () => {
  test('an agent that does one thing for ever need not do the other', async () => {
    const edges = { work: 'a>a', stop: 'a>end' };
    const by = { work: 'ann', stop: 'ann' };
    const stops = eventually('stops', at('end'));
    const { loop, trace } = await lassoOf(oneActor(edges, { by, fair: { ann: 'strong' } }), stops);
    expect(loop).toEqual(['work']);
    expect(trace.loop!.fairness).toContainEqual({ name: 'actor ann', fairness: 'strong', status: 'taken' });
    expect(await verdictOf(oneActor(edges, { by, fairness: { stop: 'weak' } }), stops)).toBe('holds');
  });

  test('an agent that can always do something is weakly fair as a whole, but not in each thing', async () => {
    const edges = { toggle: 'a>b b>a', one: 'a>end', two: 'b>end' };
    const by = { toggle: 'bob', one: 'ann', two: 'ann' };
    const stops = eventually('stops', at('end'));
    const stepwise = oneActor(edges, { by, fairness: { one: 'weak', two: 'weak', toggle: 'weak' } });
    expect(await lassoOf(stepwise, stops)).toMatchObject({ stem: [], loop: ['toggle', 'toggle'] });
    expect(await verdictOf(oneActor(edges, { by, fair: { ann: 'weak', bob: 'weak' } }), stops)).toBe('holds');
  });

  test('one agent is not excused by the other', async () => {
    const edges = { spin: 'a>a', stop: 'a>end' };
    const by = { spin: 'bob', stop: 'ann' };
    const stops = eventually('stops', at('end'));
    expect(await verdictOf(oneActor(edges, { by, fair: { ann: 'weak' } }), stops)).toBe('holds');
    expect(await verdictOf(oneActor(edges, { by, fair: { bob: 'strong' } }), stops)).toBe('violated');
  });

  test('both may be promised at once', async () => {
    const edges = { work: 'a>b b>a', stop: 'b>end' };
    const by = { work: 'ann', stop: 'ann' };
    const stops = eventually('stops', at('end'));
    const weak = oneActor(edges, { by, fair: { ann: 'weak' }, fairness: { stop: 'weak' } });
    expect(await lassoOf(weak, stops)).toMatchObject({ loop: ['work', 'work'] });
    const strong = oneActor(edges, { by, fair: { ann: 'weak' }, fairness: { stop: 'strong' } });
    expect(await verdictOf(strong, stops)).toBe('holds');
  });
});
