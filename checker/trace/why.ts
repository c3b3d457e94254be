import { ask } from '../property/evaluate.ts';
import { notingView, readValues } from '../property/explain.ts';
import type { ReadValue } from '../property/explain.ts';
import type { Answer, Predicate, Property, StepPredicate } from '../property/types.ts';
import { enabledSteps } from '../system/semantics.ts';
import type { Machines, System } from '../system/types.ts';
import { isAbout } from './replay.ts';
import type { Run } from './replay.ts';

/** One predicate of a property, asked about one state of a run. */
export interface Why {
  /** What it is called: its atom's name in a temporal property, else its number among the predicates. */
  readonly predicate: string;
  readonly answer: Answer;
  /** What it read, in order; the last reads decided. */
  readonly reads: readonly ReadValue[];
}

/**
 * Asks each predicate of a property about the state after `at` steps of a run (0: the first state), and notes what
 * decided the answer. For `onStep`, about the step that led there; empty if the property is not about that step.
 * For freedom from deadlock, the answer lists the steps that are possible.
 */
export function why(system: System, property: Property<Machines>, run: Run, at: number): Why[] {
  const state = run.states[at]!;
  if (property.kind === 'deadlock') {
    const steps = enabledSteps(system, state).map(({ step }) => step.name);
    return [
      {
        predicate: '1',
        answer: { 'possible steps': steps.length === 0 ? 'none' : steps.join(', ') },
        reads: [],
      },
    ];
  }
  if (property.kind === 'onStep') return whyStep(system, property.name, property, run, at);
  const names = 'atoms' in property ? property.atoms : undefined;
  return (property.predicates as readonly Predicate<Machines>[]).map((predicate, i) => {
    const notes = new Map<string, unknown>();
    const answer = ask(property.name, () => predicate(notingView(system, state, notes)));
    return { predicate: names?.[i] ?? String(i + 1), answer, reads: readValues(notes) };
  });
}

function whyStep(
  system: System,
  name: string,
  property: Extract<Property<Machines>, { kind: 'onStep' }>,
  run: Run,
  at: number,
): Why[] {
  const [before, taken] = [run.states[at - 1], run.taken[at - 1]];
  if (before === undefined || taken === undefined) return [];
  if (!isAbout(property, taken)) return [];
  return property.predicates.map((predicate: StepPredicate<Machines>, i) => {
    const notes = new Map<string, unknown>();
    const views = {
      before: notingView(system, before, notes, 'before.'),
      after: notingView(system, run.states[at]!, notes, 'after.'),
    };
    const answer = ask(name, () => predicate({ ...views, step: taken.step }));
    return { predicate: String(i + 1), answer, reads: readValues(notes) };
  });
}
