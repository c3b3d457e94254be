import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { assign, setup } from 'xstate';
import { always, check, defineSystem, onStep } from '../../../checker/index.ts';
import type { CheckResult } from '../../../checker/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'refhold-'));
const file = join(folder, 'run.checkpoint');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Hidden {
  /** Read by a guard, an assign, a step and properties from outside of their source text. */
  guard?: number;
  add?: number;
  step?: number;
  state?: number;
  taken?: number;
}

/** History, parallel regions, a final state with output, zeros of both signs, entries out of order. */
async function run(hidden: Hidden, options: Parameters<typeof check>[2]): Promise<CheckResult> {
  const { guard = 3, add = 1, step = 2, state = 9, taken = 9 } = hidden;
  const machine = setup({
    types: {
      context: {} as { z: number; n: number; a: readonly (number | null)[] },
      events: {} as { type: 'go' | 'out' | 'back' | 'end' },
      output: {} as { zero: number },
    },
    guards: { few: ({ context }) => context.n < guard },
  }).createMachine({
    id: 'm',
    context: { z: -0, n: 0, a: [null, -0] },
    initial: 'in',
    output: ({ context }) => ({ zero: context.z }),
    states: {
      in: {
        type: 'parallel',
        on: { out: 'out', end: 'end' },
        states: {
          left: { initial: 'x', states: { x: { on: { go: 'y' } }, y: { on: { go: 'x' } } } },
          right: {
            initial: 'p',
            states: {
              p: {
                on: {
                  go: { guard: 'few', actions: assign({ n: ({ context }) => context.n + add }), target: 'q' },
                },
              },
              q: { on: { go: 'p' } },
            },
          },
          old: { type: 'history', history: 'deep' },
        },
      },
      out: { on: { back: 'in.old' } },
      end: { type: 'final' },
    },
  });
  const system = defineSystem({
    actors: { one: machine, two: machine },
    steps: (make) =>
      (['go', 'out', 'back', 'end'] as const).flatMap((type) => [
        make(`one ${type}`, () => ({ one: { type } })),
        make(`two ${type}`, ({ one }) => (one.context.n < step ? null : { two: { type } })),
      ]),
    ends: () => true,
  });
  return check(
    system,
    [
      always('few', ({ one, two }) => one.context.n + two.context.n < state),
      onStep('taken', 'two go', ({ after }) => after.two.context.n < taken),
    ],
    options,
  );
}

test('what cannot be seen from outside is found out by asking again', async () => {
  const whole = await run({}, {});
  expect(whole.exploration.states).toBeGreaterThan(300);
  await run({}, { maxStates: 200, checkpoint: { file } });
  const { properties, exploration } = await run({}, { resume: file });
  expect(properties).toEqual(whole.properties);
  for (const key of ['states', 'transitions', 'depth', 'localStates', 'coverage', 'unusedSteps'] as const)
    expect(exploration[key]).toEqual(whole.exploration[key]);
  const changes = { guard: 2, add: 2, step: 1, state: 1, taken: 1 } satisfies Hidden;
  for (const [name, value] of Object.entries(changes)) {
    await expect(run({ [name]: value }, { resume: file }), name).rejects.toThrow(
      /RH312.*(actor|step|property).*changed/,
    );
  }
});

test('other options, and other properties, are refused by name', async () => {
  await run({}, { maxStates: 200, checkpoint: { file } });
  await expect(run({}, { resume: file, storage: 'hash' })).rejects.toThrow(/RH312.*option storage is new/);
});
