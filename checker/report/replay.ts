import { RefholdError } from '../errors.ts';
import type { Property } from '../property/types.ts';
import { suggest } from '../system/suggest.ts';
import type { Machines, System } from '../system/types.ts';
import type { Trace } from '../trace/types.ts';
import { reproduce } from './reproduce.ts';
import { findProperty } from './why.ts';

/** Steps that once were a counterexample, or a witness. */
export interface ReplayRequest {
  /** Name of the property. */
  readonly property: string;
  /** Names of the steps, from the first state on. */
  readonly steps: readonly string[];
  /** Position in `steps` from which they repeat for ever; their number if the run just stops at their end. */
  readonly loop?: number;
}

/** What became of them. */
export interface Replayed {
  /**
   * - `reproduced`: the property still finds at their end what it found.
   * - `gone`: all steps can be taken, and the property finds nothing.
   * - `departed`: some step does not exist in the state that was reached.
   */
  readonly outcome: 'reproduced' | 'gone' | 'departed';
  /** One sentence. */
  readonly why: string;
  /** The way as far as it could be gone. */
  readonly trace: Trace;
}

/**
 * Takes steps through XState again, and asks a property about their end. For regression tests:
 * `refhold replay TRACE --to vitest` writes them.
 *
 * Throws RH409 if there is no such property any more, RH207 if the system has no step of a name at all: a test must not
 * pass because something was renamed.
 *
 * @example const { outcome } = await replay(system, properties, { property: 'no deadlock', steps: ['a', 'b'] });
 */
export async function replay<A extends Machines>(
  system: System<A>,
  properties: readonly Property<NoInfer<A>>[],
  { property, steps, loop }: ReplayRequest,
): Promise<Replayed> {
  const checkable = { system, properties } as unknown as Parameters<typeof reproduce>[0];
  const { kind } = findProperty(checkable.properties, property);
  const known = checkable.system.steps.map(({ name }) => name);
  steps.forEach((name, i) => {
    if (known.includes(name)) return;
    throw new RefholdError('RH207', {
      what: `the system has no step "${name}".${suggest(name, known)}`,
      where: [`step ${i + 1} of the trace`],
    });
  });
  const saved: Trace = {
    initial: {},
    steps: steps.map((step) => ({ step, deliveries: [], changes: [] })),
    final: {},
    reads: [],
    ...(loop === undefined ? {} : { loop: { from: loop, fairness: [] } }),
  };
  const result = await reproduce(checkable, { name: property, kind, verdict: 'violated' }, saved);
  switch (result.kind) {
    case 'reproduced':
      return {
        outcome: 'reproduced',
        why: `the property finds at the end of the steps what it found`,
        trace: result.trace,
      };
    case 'gone':
      return {
        outcome: 'gone',
        why: result.why ?? 'all steps can be taken, and the property finds nothing at their end',
        trace: result.trace,
      };
    case 'departed':
      return {
        outcome: 'departed',
        why: `step ${result.at}, "${result.step}", does not exist in the state that was reached; possible there: ${
          result.possible.join(', ') || 'no step at all'
        }`,
        trace: result.trace,
      };
    case 'unknown':
      throw new RefholdError('RH409', { what: result.why });
  }
}
