import { assign, createActor, createMachine, initialTransition, transition } from 'xstate';
import type { InspectionEvent } from 'xstate';
import { describe, expect, test } from 'vitest';
import { defineSystem, graphOptions, systemLogic } from '../../checker/index.ts';
import { philosophers } from '../systems/philosophers.ts';
import { refusal } from '../support.ts';

const zone = createMachine({
  id: 'zone',
  initial: 'up',
  states: {
    up: {
      initial: 'quiet',
      states: { quiet: { on: { work: 'busy' } }, busy: { on: { work: 'quiet' } }, past: { type: 'history' } },
      on: { pause: 'paused' },
    },
    paused: { on: { pause: 'up.past' } },
  },
});
const counter = createMachine({
  id: 'counter',
  context: { n: 0, log: [] as string[] },
  on: {
    count: {
      guard: ({ context }) => context.n < 2,
      actions: assign({
        n: ({ context }) => context.n + 1,
        log: ({ context, event }) => [...context.log, (event as unknown as { who: string }).who],
      }),
    },
  },
});
const system = defineSystem({
  actors: { web: zone, total: counter },
  steps: {
    work: ({ web }) => ({ web: { type: 'work' }, total: { type: 'count', who: JSON.stringify(web.value) } }),
    pause: () => ({ web: { type: 'pause' } }),
  },
});

/** What the system is like at first, as it is saved. */
function saved(): { actors: { web: object; total?: { context: { n: number } } } } {
  return JSON.parse(JSON.stringify(createActor(systemLogic(system)).start().getPersistedSnapshot())) as never;
}

describe('a system as XState actor logic', () => {
  test('runs: an event is the name of a step', () => {
    const running = createActor(systemLogic(system)).start();
    expect(running.getSnapshot().actors.web.value).toEqual({ up: 'quiet' });
    running.send({ type: 'work' });
    expect(running.getSnapshot().actors.web.value).toEqual({ up: 'busy' });
    expect(running.getSnapshot().actors.total.context).toEqual({ n: 1, log: ['{"up":"quiet"}'] });
    running.stop();
  });

  test('a step that does not exist in a state changes nothing, for none of its receivers', () => {
    const running = createActor(systemLogic(system)).start();
    running.send({ type: 'pause' });
    const paused = running.getSnapshot();
    running.send({ type: 'work' });
    expect(running.getSnapshot()).toBe(paused);
    running.send({ type: 'pause' });
    for (let i = 0; i < 5; i++) running.send({ type: 'work' });
    expect(running.getSnapshot().actors.total.context.n).toBe(2);
    expect(running.getSnapshot().actors.web.value).toEqual({ up: 'quiet' });
  });

  test('says which steps exist', () => {
    const running = createActor(systemLogic(system)).start();
    expect(['work', 'pause'].map((step) => running.getSnapshot().can(step))).toEqual([true, true]);
    running.send({ type: 'pause' });
    expect(['work', 'pause'].map((step) => running.getSnapshot().can(step))).toEqual([false, true]);
    const error = refusal(() => running.getSnapshot().can('wrok'));
    expect(error).toMatchObject({ code: 'RH207', what: 'there is no step "wrok". Did you mean "work"?' });
  });

  test('an event that is no step stops it with RH207', () => {
    const running = createActor(systemLogic(system));
    const errors: unknown[] = [];
    running.subscribe({ error: (error) => errors.push(error) });
    running.start();
    running.send({ type: 'wrok' });
    expect(errors).toMatchObject([{ code: 'RH207' }]);
  });

  test('works with the pure functions of XState', () => {
    const logic = systemLogic(system);
    const [first] = initialTransition(logic);
    const [next] = transition(logic, first, { type: 'work' });
    expect(first.actors.total.context.n).toBe(0);
    expect(next.actors.total.context.n).toBe(1);
  });

  test('an inspector sees each step and each state', () => {
    const seen: InspectionEvent[] = [];
    const running = createActor(systemLogic(system), { inspect: (event) => seen.push(event) }).start();
    running.send({ type: 'work' });
    running.send({ type: 'pause' });
    const events = seen.filter((one) => one.type === '@xstate.event').map(({ event }) => event.type);
    expect(events).toEqual(['xstate.init', 'work', 'pause']);
    const values = seen
      .filter((one) => one.type === '@xstate.snapshot')
      .map(
        ({ snapshot }) => (snapshot as unknown as { actors: { web: { value: unknown } } }).actors.web.value,
      );
    expect(values.at(-1)).toBe('paused');
    expect(values).toContainEqual({ up: 'busy' });
  });

  test('is saved as JSON and goes on from there, history included', () => {
    const running = createActor(systemLogic(system)).start();
    running.send({ type: 'work' });
    running.send({ type: 'pause' });
    const saved = JSON.parse(JSON.stringify(running.getPersistedSnapshot())) as never;
    const resumed = createActor(systemLogic(system), { snapshot: saved }).start();
    const { serializeState } = graphOptions(system);
    expect(serializeState(resumed.getSnapshot())).toBe(serializeState(running.getSnapshot()));
    for (const one of [running, resumed]) one.send({ type: 'pause' });
    expect(resumed.getSnapshot().actors.web.value).toEqual({ up: 'busy' });
    expect(resumed.getSnapshot().actors.web.can({ type: 'work' })).toBe(true);
    expect(serializeState(resumed.getSnapshot())).toBe(serializeState(running.getSnapshot()));
    expect(resumed.getSnapshot().actors.total.context).toEqual({ n: 1, log: ['{"up":"quiet"}'] });
  });

  test('what was saved is not frozen by going on from it', () => {
    const first = saved();
    createActor(systemLogic(system), { snapshot: first as never }).start();
    first.actors.total!.context.n = 7;
    expect(first.actors.total!.context.n).toBe(7);
  });

  test('what was saved is held to plain data', () => {
    const first = saved();
    first.actors.total!.context.n = NaN;
    const resume = (): unknown => systemLogic(system).restoreSnapshot!(first as never, {} as never);
    expect(refusal(resume)).toMatchObject({ code: 'RH102', what: 'context.n is NaN' });
  });

  test('an actor that is missing from what was saved is RH103', () => {
    const first = saved();
    delete first.actors.total;
    const resume = (): unknown => systemLogic(system).restoreSnapshot!(first as never, {} as never);
    expect(refusal(resume)).toMatchObject({
      code: 'RH103',
      what: '"total" is missing from the saved snapshot',
    });
  });
});

test('graphOptions: the events are the steps, and the key tells states apart by history as well', () => {
  expect(graphOptions(system).events).toEqual([{ type: 'work' }, { type: 'pause' }]);
  const { serializeState } = graphOptions(system);
  const logic = systemLogic(system);
  const [first] = initialTransition(logic);
  const after = (...steps: string[]): string =>
    serializeState(steps.reduce((state, type) => transition(logic, state, { type })[0], first));
  expect(after('pause')).not.toBe(after('work', 'pause'));
  expect(after('pause', 'pause', 'pause')).toBe(after('pause'));
});

test('many instances of a machine live side by side', () => {
  const running = createActor(systemLogic(philosophers(3))).start();
  for (const i of [0, 1, 2]) running.send({ type: `phil${i} takes left` });
  expect(Object.values(running.getSnapshot().actors).map(({ value }) => value)).toEqual([
    'hasLeft',
    'hasLeft',
    'hasLeft',
    'taken',
    'taken',
    'taken',
  ]);
});
