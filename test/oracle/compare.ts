import { expect } from 'vitest';
import { check } from '../../checker/index.ts';
import type { CheckOptions, CheckResult, System } from '../../checker/index.ts';
import { edgeText, naiveKey, walk } from './naive.ts';
import type { NaiveResult } from './naive.ts';
import type { BuiltSystem } from './random.ts';

interface Graph {
  readonly distances: ReadonlyMap<string, number>;
  readonly edges: readonly string[];
}

/** Whether a search found the same states, at the same distances, with the same steps between them. */
export function expectSameGraph(found: Graph, reference: NaiveResult): void {
  const states = [...reference.states].map(([key, { distance }]) => `${distance} ${key}`);
  expectSame(
    'states',
    [...found.distances].map(([key, distance]) => `${distance} ${key}`),
    states,
  );
  expectSame('steps', found.edges, reference.edges.map(edgeText));
}

/** Compares as sets without repetition; shows the first few that differ, as thousands would help nobody. */
function expectSame(what: string, found: readonly string[], expected: readonly string[]): void {
  const [has, wants] = [new Set(found), new Set(expected)];
  expect({
    [`${what} missing`]: expected.filter((one) => !has.has(one)).slice(0, 3),
    [`${what} too many`]: found.filter((one) => !wants.has(one)).slice(0, 3),
    count: found.length,
  }).toEqual({ [`${what} missing`]: [], [`${what} too many`]: [], count: wants.size });
}

/** Whether `check` comes to the same verdicts, with counterexamples as short as can be that are real. */
export async function expectSameVerdicts(
  built: BuiltSystem,
  reference: NaiveResult,
  options: CheckOptions = {},
): Promise<CheckResult> {
  const { system, properties } = built;
  const result = await check(system, properties, options);
  const verdicts = result.properties.map(({ name, verdict, trace }) => ({
    name,
    verdict,
    distance: trace?.steps.length,
  }));
  expect(verdicts).toEqual(reference.verdicts);
  const taken = new Set(reference.edges.map(({ step }) => step));
  expect(result.exploration).toMatchObject({
    complete: true,
    bound: undefined,
    states: reference.states.size,
    transitions: reference.edges.length,
    depth: Math.max(...[...reference.states.values()].map(({ distance }) => distance)),
    frontier: 0,
    unusedSteps: system.steps.map(({ name }) => name).filter((name) => !taken.has(name)),
    localStates: localStates(system, reference),
  });
  for (const { trace } of result.properties) if (trace !== undefined) expectReal(system, trace);
  return result;
}

/** How many different snapshots each actor has in all states. */
function localStates(system: System, { states }: NaiveResult): Record<string, number> {
  const keys = [...states.keys()].map((key) => key.split(' & '));
  return Object.fromEntries(
    system.actors.map(({ name }, i) => [name, new Set(keys.map((key) => key[i])).size]),
  );
}

type Trace = NonNullable<CheckResult['properties'][number]['trace']>;

/** Whether the steps of a trace can be taken, and lead where it says. */
function expectReal(system: System, trace: Trace): void {
  const path = walk(
    system,
    trace.steps.map(({ step }) => step),
  );
  const last = path.at(-1)!;
  for (const { name } of system.actors) {
    const { value, context, status = 'active' } = trace.final[name]!;
    const real = last[name]!;
    expect([value, context, status]).toEqual([real.value, real.context, real.status]);
  }
  const changed = trace.steps.map(({ changes }) => changes.length > 0);
  const keys = path.map((state) => naiveKey(system, state));
  expect(changed).toEqual(trace.steps.map((_, i) => keys[i] !== keys[i + 1]));
}
