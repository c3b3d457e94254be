import type { CheckProgress } from '../../checker/index.ts';
import { checkWith } from '../../checker/engines/check.ts';
import type { EngineOptions, JudgedSystem } from '../../checker/engines/check.ts';
import type { CheckHeader } from '../../checker/report/build.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import type { Checkable } from '../../checker/scenario/scenario.ts';
import { version } from '../version.ts';

/** An engine as a command line names it: everything but what belongs to one check. */
export type EngineChoice = EngineOptions;

/** How an export of a check is called. */
export function titleOf({ scenario, variant, changed, options }: CheckHeader): {
  name: string;
  by: string;
  options: string[];
} {
  return {
    name: [scenario, variant].filter((one) => one !== undefined).join(' '),
    by: `refhold ${version()}`,
    options: changed.map((option) => `${option}=${String(options[option])}`),
  };
}

/** Runs one check with another engine. */
export async function engineReport(
  { system, properties }: Checkable,
  header: CheckHeader,
  choice: EngineChoice,
  run: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: CheckProgress) => void;
    readonly only: readonly string[];
  },
): Promise<CheckReport> {
  const { signal, onProgress, only } = run;
  const { maxMemory } = header.limits;
  const judged = await checkWith(
    system,
    properties,
    titleOf(header),
    {
      ...choice,
      ...(only.length === 0 ? {} : { only }),
      ...(maxMemory === undefined ? {} : { maxMemory }),
      signal,
      onProgress: ({ memory, ...rest }) => onProgress({ ...rest, frontier: 0, bytes: memory }),
    },
    { ...header.limits, signal, onProgress },
  );
  return { ...header, ...reportOf(judged), warnings: [] };
}

function reportOf({
  check,
  learned,
}: JudgedSystem): Pick<CheckReport, 'properties' | 'exploration' | 'engine'> {
  const { counts, complete, unexplored, engine, notes, unsaid, stopped, milliseconds } = check;
  const why = unexplored
    ? 'where it was asked what refhold was never asked; raise or leave out the bounds'
    : stopped;
  return {
    properties: check.properties,
    exploration: {
      states: counts.states,
      transitions: counts.transitions,
      depth: counts.depth,
      frontier: 0,
      bytes: counts.memory,
      complete: complete && !unexplored,
      milliseconds,
      unusedSteps: [],
      ...learned,
    },
    engine: { name: engine, notes, unsaid, ...(why === undefined ? {} : { stopped: why }) },
  };
}
