/** Checks a system with another engine, from the model to verdicts. */
import type { Exploration } from '../check.ts';
import { networkOf } from '../export/build.ts';
import { exploreFor } from '../export/explore.ts';
import type { ExploreOptions, Learned } from '../export/explore.ts';
import type { Title } from '../export/text.ts';
import { noDeadlock } from '../property/properties.ts';
import type { Property } from '../property/types.ts';
import type { Machines, System } from '../system/types.ts';
import type { EngineCheck } from './result.ts';
import { checkWithSpin } from './spin.ts';
import type { SpinOptions } from './spin.ts';
import { checkWithTlc } from './tlc.ts';
import type { TlcOptions } from './tlc.ts';

export const engines = ['spin', 'tlc'] as const;

export type EngineName = (typeof engines)[number];

export type EngineOptions =
  ({ readonly engine: 'spin' } & SpinOptions) | ({ readonly engine: 'tlc' } & TlcOptions);

export interface JudgedSystem {
  readonly check: EngineCheck;
  /** What refhold counted on the way to the export. */
  readonly learned: Pick<Exploration, 'calls' | 'localStates'>;
}

/** `explore`: bounds of the exploration that the export is learned from; the engine explores on its own. */
export async function checkWith(
  system: System,
  given: readonly Property<Machines>[],
  title: Title,
  options: EngineOptions,
  explore: ExploreOptions = {},
): Promise<JudgedSystem> {
  const properties = given.some(({ kind }) => kind === 'deadlock') ? given : [...given, noDeadlock];
  const learned = await exploreFor(system, properties, explore);
  const counts = countsOf(system, learned);
  // The engine is to say so if it comes to anything that no state explored here has asked.
  const network = networkOf(learned, properties, { onlyLearned: true });
  const check =
    options.engine === 'spin'
      ? await checkWithSpin(system, properties, network, title, options)
      : await checkWithTlc(system, properties, network, title, options);
  return { check, learned: counts };
}

function countsOf(system: System, { relation }: Learned): JudgedSystem['learned'] {
  return {
    calls: { ...relation.calls },
    localStates: Object.fromEntries(system.actors.map(({ name }, i) => [name, relation.locals[i]!.size])),
  };
}
