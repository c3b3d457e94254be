import type { System } from '../system/types.ts';

/** One promise of fairness: about a step, or about all steps of an agent together. */
export interface FairSet {
  /** `step X` or `actor X`. */
  readonly name: string;
  readonly kind: 'weak' | 'strong';
  readonly steps: readonly number[];
}

/** Everything that a system promises, and for each step the promises it is part of. */
export interface FairnessOf {
  readonly sets: readonly FairSet[];
  readonly ofStep: readonly (readonly number[])[];
}

/**
 * A run is fair if every promise is kept: what is weakly fair is not for ever enabled from some point on without being
 * taken; what is strongly fair is not enabled again and again without being taken.
 */
export function fairnessOf(system: System): FairnessOf {
  const sets: FairSet[] = [];
  system.steps.forEach(({ name, fairness }, step) => {
    if (fairness !== 'none') sets.push({ name: `step ${name}`, kind: fairness, steps: [step] });
  });
  for (const [agent, kind] of Object.entries(system.fair)) {
    const steps = system.steps.flatMap(({ by }, step) => (by === agent ? [step] : []));
    sets.push({ name: `actor ${agent}`, kind, steps });
  }
  const ofStep = system.steps.map((_, step) =>
    sets.flatMap((set, i) => (set.steps.includes(step) ? [i] : [])),
  );
  return { sets, ofStep };
}
