/**
 * Traces to liveness findings. As with safety, the exploration only names steps; the steps are taken anew through
 * XState, the loop must close, the run must be fair, and the formula must be false of it, told from its definition.
 */
import { RefholdError } from '../errors.ts';
import type { Trap } from '../liveness/decide.ts';
import { fairnessOf } from '../liveness/fairness.ts';
import type { Lasso } from '../liveness/lasso.ts';
import { ask } from '../property/evaluate.ts';
import { isTrueOfLasso } from '../property/lassoTruth.ts';
import type { TemporalProperty } from '../property/types.ts';
import { enabledSteps, stateKey } from '../system/semantics.ts';
import type { Machines, System } from '../system/types.ts';
import { viewOf } from '../system/view.ts';
import type { SystemState } from '../system/view.ts';
import { localState } from './diff.ts';
import { runSteps, traceOf } from './replay.ts';
import type { Run } from './replay.ts';
import type { FairnessNote, Loop, Trace, TrapNote } from './types.ts';

/** The trace of a lasso. Throws RH206 where XState disagrees. */
export function traceLasso(system: System, property: TemporalProperty<Machines>, lasso: Lasso): Trace {
  const names = [...lasso.stem, ...lasso.loop].map((step) => system.steps[step]!.name);
  const run = runSteps(system, names);
  const loop = loopOf(system, property, run, lasso.stem.length);
  return { ...traceOf(system, run, property), loop };
}

/** What a run with a loop shows of a property: throws RH206 unless it is a fair run of which the property is false. */
export function loopOf(system: System, property: TemporalProperty<Machines>, run: Run, from: number): Loop {
  const disagree = (what: string): RefholdError =>
    new RefholdError('RH206', { what, where: [`property ${property.name}`] });
  const last = run.states.at(-1)!;
  if (stateKey(system, run.states[from]!) !== stateKey(system, last))
    throw disagree('the loop does not close');
  const truths = run.states
    .slice(0, Math.max(run.states.length - 1, 1))
    .map((state) => truthOf(system, property, state));
  const stops = from === run.taken.length;
  if (stops && from > 0) truths.push(truthOf(system, property, last));
  if (isTrueOfLasso(property.formula, truths, from)) throw disagree('the formula is true of this run');
  const fairness = fairnessNotes(system, run, from);
  const broken = fairness.find(({ fairness: kind, status }) => isBroken(kind, status));
  if (broken) throw disagree(`the run is not fair to ${broken.name}`);
  return {
    from,
    fairness: fairness.filter(({ status, fairness: kind }) => kind !== 'none' || status === 'starved'),
  };
}

function isBroken(kind: FairnessNote['fairness'], status: FairnessNote['status']): boolean {
  return (kind !== 'none' && status === 'starved') || (kind === 'strong' && status === 'interrupted');
}

function truthOf(system: System, property: TemporalProperty<Machines>, state: SystemState): number {
  return property.predicates.reduce(
    (mask, predicate, i) =>
      ask(property.name, () => predicate(viewOf(system, state))) === true ? mask | (1 << i) : mask,
    0,
  );
}

function fairnessNotes(system: System, run: Run, from: number): FairnessNote[] {
  const loop = from === run.taken.length ? run.states.slice(-1) : run.states.slice(from, -1);
  const enabled = loop.map((state) => new Set(enabledSteps(system, state).map(({ step }) => step.name)));
  const taken = new Set(run.taken.slice(from).map(({ step }) => step.name));
  const note = (name: string, fairness: FairnessNote['fairness'], steps: readonly string[]): FairnessNote => {
    const at = enabled.filter((names) => steps.some((step) => names.has(step))).length;
    const status = steps.some((step) => taken.has(step))
      ? 'taken'
      : at === 0
        ? 'disabled'
        : at < loop.length
          ? 'interrupted'
          : 'starved';
    return { name, fairness, status };
  };
  const nameOf = (step: number): string => system.steps[step]!.name;
  return [
    ...fairnessOf(system).sets.map(({ name, kind, steps }) => note(name, kind, steps.map(nameOf))),
    ...system.steps
      .filter(({ fairness }) => fairness === 'none')
      .map(({ name }) => note(`step ${name}`, 'none', [name])),
  ];
}

/** What a trap looks like from inside. `isStill`: per actor, whether it is in the same local state all over the trap. */
export function describeTrap(
  system: System,
  trap: Trap,
  possible: readonly string[],
  isStill: readonly boolean[],
  entry: SystemState,
): TrapNote {
  const steps = [...trap.steps].sort((a, b) => a - b).map((step) => system.steps[step]!.name);
  const lost = possible.filter((name) => !steps.includes(name));
  const stuck = system.actors.flatMap(({ name }, actor) => {
    if (!isStill[actor]) return [];
    const own = lost.filter((step) => system.steps.find((candidate) => candidate.name === step)?.by === name);
    return [{ actor: name, state: localState(entry[actor]!), lost: own }];
  });
  return { states: trap.states.length, steps, stuck };
}
