import { RefholdError } from '../../checker/errors.ts';
import { check } from '../../checker/index.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import type { Limits } from '../../checker/report/report.ts';
import type { Checkable } from '../../checker/scenario/scenario.ts';
import { enabledSteps, initialState } from '../../checker/system/semantics.ts';
import type { System } from '../../checker/system/types.ts';
import { runSteps } from '../../checker/trace/replay.ts';
import type { Run } from '../../checker/trace/replay.ts';
import type { Taken } from '../../checker/system/semantics.ts';
import { choose } from '../check/build.ts';

/** A run that is to be shown, and what it is. */
export interface Chosen {
  readonly run: Run;
  /** `trace of “no deadlock”`, `40 steps by chance, seed 1` */
  readonly what: string;
}

/** Checks a property, and takes its trace. Throws RH409, RH532. */
export async function traceOfProperty(
  checkable: Checkable,
  property: string,
  header: Parameters<typeof choose>[2],
  limits: Limits,
): Promise<Chosen> {
  const { system } = checkable;
  const { properties } = await check(system, choose(checkable, [property], header), { ...limits });
  const found = properties.find(({ name }) => name === property)!;
  if (found.trace === undefined) {
    throw new RefholdError('RH532', { what: `"${property}" is ${found.verdict}, without a trace` });
  }
  return traced(system, property, found.trace.steps);
}

/** The first trace of a saved report, or that of a property. Throws RH207, RH532. */
export function savedTrace(system: System, check: CheckReport, names: readonly string[]): Chosen {
  const found = check.properties.find(
    ({ name, trace }) => trace !== undefined && (names.length === 0 || names.includes(name)),
  );
  if (found === undefined) throw new RefholdError('RH532', { what: 'the file holds no such trace' });
  return traced(system, found.name, found.trace!.steps);
}

function traced(system: System, name: string, steps: readonly { readonly step: string }[]): Chosen {
  return {
    run: runSteps(
      system,
      steps.map(({ step }) => step),
    ),
    what: `trace of “${name}”`,
  };
}

/** So many steps by chance, fewer if none is possible any more; the same for the same seed. */
export function randomRun(system: System, steps: number, seed: number): Chosen {
  const random = generator(seed);
  const states = [initialState(system)];
  const taken: Taken[] = [];
  while (taken.length < steps) {
    const possible = enabledSteps(system, states.at(-1)!);
    if (possible.length === 0) break;
    const next = possible[Math.floor(random() * possible.length)]!;
    taken.push(next);
    states.push(next.after);
  }
  const ends = taken.length < steps ? ', then no step is possible' : '';
  return { run: { states, taken }, what: `${taken.length} steps by chance, seed ${seed}${ends}` };
}

/** Numbers from 0 up to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
