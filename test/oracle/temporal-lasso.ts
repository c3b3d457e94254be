/** Checks counterexamples of the checker against the naive graph alone: nothing that the trace says is believed. */
import { expect } from 'vitest';
import type { System, Trace } from '../../checker/index.ts';
import { naiveKey, walk } from './naive.ts';
import { canReach, enabledIn, keeps, reachableFrom } from './temporal-graph.ts';
import type { Graph } from './temporal-graph.ts';
import { isTrueOf } from './temporal-formula.ts';
import type { Ltl } from './temporal-formula.ts';
import type { Labels } from './temporal.ts';

/** Numbers of the states along the steps of a trace. Throws if a step does not exist. */
function statesAlong(system: System, graph: Graph, trace: Trace): number[] {
  const numbers = new Map(graph.keys.map((key, i) => [key, i]));
  const names = trace.steps.map(({ step }) => step);
  return walk(system, names).map((state) => numbers.get(naiveKey(system, state))!);
}

/** Whether a trace is a fair run of the system, with a real loop, of which the formula is false. */
export function expectRealLasso(
  system: System,
  graph: Graph,
  labels: Labels,
  formula: Ltl,
  trace: Trace,
): void {
  const states = statesAlong(system, graph, trace);
  const { from } = trace.loop!;
  expect(from).toBeGreaterThanOrEqual(0);
  expect(from).toBeLessThanOrEqual(trace.steps.length);
  expect(states[from]).toBe(states.at(-1));
  const stops = from === trace.steps.length;
  const visited = stops ? states : states.slice(0, -1);
  const word = { letters: visited.map((state) => labels[state]!), loop: from };
  expect(isTrueOf(formula, word)).toBe(false);
  const enabled = enabledIn(graph);
  const around = visited.slice(from).map((state) => enabled[state]!);
  const taken = new Set(trace.steps.slice(from).map(({ step }) => step));
  for (const promise of graph.promises) expect(keeps(promise, around, taken)).toBe(true);
  expectHonestNotes(system, around, taken, trace);
}

/** Whether what the trace says about fairness in the loop is so, and all promises are mentioned. */
function expectHonestNotes(
  system: System,
  around: readonly ReadonlySet<string>[],
  taken: ReadonlySet<string>,
  trace: Trace,
): void {
  const statusOf = (steps: readonly string[]): string => {
    if (steps.some((step) => taken.has(step))) return 'taken';
    const places = around.filter((names) => steps.some((step) => names.has(step))).length;
    return places === 0 ? 'disabled' : places === around.length ? 'starved' : 'interrupted';
  };
  const expected = [
    ...system.steps.map(({ name, fairness }) => ({
      name: `step ${name}`,
      fairness,
      status: statusOf([name]),
    })),
    ...Object.entries(system.fair).map(([agent, fairness]) => ({
      name: `actor ${agent}`,
      fairness,
      status: statusOf(system.steps.filter(({ by }) => by === agent).map(({ name }) => name)),
    })),
  ].filter(({ fairness, status }) => fairness !== 'none' || status === 'starved');
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  expect([...trace.loop!.fairness].sort(byName)).toEqual(expected.sort(byName));
}

/** Whether a trace is a shortest way to a state from which the goal cannot be reached, described as it is. */
export function expectRealTrap(system: System, graph: Graph, goal: readonly boolean[], trace: Trace): void {
  const can = canReach(graph, goal);
  const entry = statesAlong(system, graph, trace).at(-1)!;
  expect(can[entry]).toBe(false);
  const nearest = Math.min(...graph.distance.filter((_, state) => !can[state]));
  expect(trace.steps.length).toBe(nearest);
  const inside = [...reachableFrom(graph, entry)];
  const possible = new Set(inside.flatMap((state) => graph.out[state]!.map(({ step }) => step)));
  const ever = new Set(graph.out.flatMap((edges) => edges.map(({ step }) => step)));
  const stuck = system.actors.flatMap(({ name }) => {
    const locals = new Set(inside.map((state) => partOf(system, graph.keys[state]!, name)));
    if (locals.size > 1) return [];
    const lost = system.steps.filter(
      (step) => step.by === name && ever.has(step.name) && !possible.has(step.name),
    );
    return [{ actor: name, lost: lost.map((step) => step.name) }];
  });
  expect(trace.trap!.states).toBe(inside.length);
  expect(trace.trap!.steps).toEqual(
    system.steps.map(({ name }) => name).filter((name) => possible.has(name)),
  );
  expect(trace.trap!.stuck.map(({ actor, lost }) => ({ actor, lost }))).toEqual(stuck);
}

/** The part of a state's key that is one actor's. */
function partOf(system: System, key: string, actor: string): string {
  return key.split(' & ')[system.actors.findIndex(({ name }) => name === actor)]!;
}
