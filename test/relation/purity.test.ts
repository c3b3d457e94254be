import { assign, createMachine } from 'xstate';
import type { AnyMachineSnapshot } from 'xstate';
import { describe, expect, test, vi } from 'vitest';
import { always, check, defineSystem } from '../../checker/index.ts';
import { rejection } from '../support.ts';

const machine = createMachine({
  id: 'm',
  context: { n: 0 },
  initial: 'x',
  states: { x: { on: { go: { actions: assign({ n: ({ context }) => (context.n + 1) % 4 }) }, stay: 'x' } } },
});
const go = { type: 'go' };
type State = Record<'a' | 'b', AnyMachineSnapshot>;

function systemOf(step: (state: State) => unknown) {
  return defineSystem({ actors: { a: machine, b: machine }, steps: { s: step as never } });
}

const impure = { code: 'RH204', where: ['step s'] };

describe('steps that are no pure functions of the state', () => {
  test('other deliveries each time', async () => {
    let calls = 0;
    expect(await rejection(check(systemOf(() => (calls++ % 2 === 0 ? { a: go } : { b: go }))))).toMatchObject(
      impure,
    );
    expect(await rejection(check(systemOf(() => (calls++ % 2 === 0 ? { a: go } : null))))).toMatchObject(
      impure,
    );
    expect(await rejection(check(systemOf(() => ({ a: { type: 'go', n: calls++ } }))))).toMatchObject(impure);
  });

  test('random numbers', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValueOnce(0.1).mockReturnValueOnce(0.9);
    expect(await rejection(check(systemOf(() => (Math.random() < 0.5 ? { a: go } : null))))).toMatchObject(
      impure,
    );
    random.mockRestore();
  });

  test('other reads each time, though the same deliveries', async () => {
    let calls = 0;
    const reads = (state: State): unknown =>
      state[calls++ % 2 === 0 ? 'a' : 'b'].status === 'active' ? { a: go } : null;
    expect(await rejection(check(systemOf(reads)))).toMatchObject(impure);
    const more = (state: State): unknown =>
      calls++ % 2 === 0 && state.b.status === 'done' ? null : { a: go };
    expect(await rejection(check(systemOf(more)))).toMatchObject(impure);
  });

  test('a change of mind between two states that look the same to the step', async () => {
    let flips = 0;
    // Asked twice in a row it answers the same; but asked again where it had read b = 0, it reads a.
    const step = (state: State): unknown => {
      const late = flips++ >= 2;
      if ((state.b.context as { n: number }).n === 0 && !late) return { b: go };
      return (state.a.context as { n: number }).n === 0 ? { b: go } : null;
    };
    const error = await rejection(check(systemOf(step), [], { audit: 1 }));
    expect(error).toMatchObject({ code: 'RH204', where: ['step s'] });
  });

  test('a snapshot that was kept from an earlier call', async () => {
    let kept: AnyMachineSnapshot | undefined;
    const step = (state: State): unknown => {
      kept ??= state.a;
      return (kept.context as { n: number }).n < 2 ? { a: go } : null;
    };
    expect(await rejection(check(systemOf(step)))).toMatchObject(impure);
  });
});

describe('the state kept and read later', () => {
  test('by a timer or a promise', async () => {
    let state: State | undefined;
    await check(
      systemOf((given) => {
        state = given;
        return { a: go };
      }),
      [],
      { maxStates: 2 },
    );
    expect(() => state!.a).toThrow(/RH208/);
  });

  test('by a property', async () => {
    let state: State | undefined;
    const system = defineSystem({
      actors: { a: machine, b: machine },
      steps: { s: () => ({ a: go }) },
    });
    await check(system, [
      always('keeps', (given) => {
        state = given;
        return true;
      }),
    ]);
    expect(() => state!.a).toThrow(/RH208/);
  });
});

describe('machines that are no pure functions of state and event', () => {
  const systemOn = (config: object): Parameters<typeof check>[0] =>
    defineSystem({
      actors: {
        a: createMachine({
          id: 'm',
          context: { n: 0 },
          initial: 'x',
          states: { x: { on: { go: config } } },
        } as never),
      },
      steps: { s: () => ({ a: go }) },
    }) as never;
  const where = ['actor a', 'machine m', 'event go'];

  test('an assign that counts its calls, or asks for a random number or its own id', async () => {
    let calls = 0;
    for (const n of [() => calls++, () => Math.random(), ({ self }: { self: { id: string } }) => self.id]) {
      const error = await rejection(check(systemOn({ actions: assign({ n: n as never }) })));
      expect(error).toMatchObject({ code: 'RH204', where });
      expect(error.fix).toContain('outside the machine');
    }
  });

  test('a guard that chooses between two ways', async () => {
    let calls = 0;
    const guard = (): boolean => Math.floor(calls++ / 2) % 2 === 0;
    const error = await rejection(
      check(systemOn([{ guard, actions: assign({ n: 1 }) }, { actions: assign({ n: 2 }) }])),
    );
    expect(error).toMatchObject({ code: 'RH204', where });
  });

  test('a guard that changes its mind is found by an audit', async () => {
    let calls = 0;
    // It says yes when it is learned, and no after that.
    const fickle = {
      guard: () => calls++ < 6,
      actions: assign({ n: ({ context }: { context: { n: number } }) => (context.n + 1) % 2 }),
    };
    const error = await rejection(check(systemOn(fickle), [], { audit: 1 }));
    expect(error).toMatchObject({ code: 'RH204', where: ['step s'] });
  });
});

describe('properties that are no pure functions of the state', () => {
  const system = systemOf(() => ({ a: go }));

  test('other answers or other reads each time', async () => {
    let calls = 0;
    const fickle = always<{ a: typeof machine; b: typeof machine }>('fickle', () => calls++ % 2 === 0);
    expect(await rejection(check(system, [fickle]))).toMatchObject({
      code: 'RH204',
      where: ['property fickle'],
    });
    const restless = always<{ a: typeof machine; b: typeof machine }>(
      'restless',
      (state) => state[calls++ % 2 === 0 ? 'a' : 'b'].status === 'active',
    );
    expect(await rejection(check(system, [restless]))).toMatchObject({
      code: 'RH204',
      where: ['property restless'],
    });
  });

  test('ends', async () => {
    let calls = 0;
    const stuck = defineSystem({
      actors: { a: machine },
      steps: { s: () => null },
      ends: () => calls++ % 2 === 0,
    });
    expect(await rejection(check(stuck))).toMatchObject({ code: 'RH204', where: ['the accepted ends'] });
  });

  test('a finding that XState does not confirm is RH206', async () => {
    let asked = 0;
    // The exploration asks twice per local state of a; the replay finds nothing any more.
    const lying = always<{ a: typeof machine; b: typeof machine }>(
      'lying',
      ({ a }) => a.context.n !== 3 || asked++ >= 2,
    );
    const error = await rejection(check(system, [lying]));
    expect(error).toMatchObject({ code: 'RH206', where: ['step s', 'step 3 of the trace'] });
    expect(error.what).toContain('property "lying" finds nothing');
  });
});
