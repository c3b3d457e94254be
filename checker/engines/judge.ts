/** Holds what another engine found against what refhold found. */
import { check } from '../check.ts';
import type { CheckResult, PropertyResult } from '../check.ts';
import type { Title, Unsaid } from '../export/text.ts';
import { isLiveness } from '../property/evaluate.ts';
import type { Property, Verdict } from '../property/types.ts';
import type { Checkable } from '../scenario/scenario.ts';
import type { Machines } from '../system/types.ts';
import { checkWith } from './check.ts';
import type { EngineOptions } from './check.ts';
import type { EngineCheck } from './result.ts';

/** One engine on one system. */
export interface Judgement {
  readonly engine: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly verdicts: readonly {
    readonly property: string;
    readonly verdict: Verdict;
    readonly steps?: number;
  }[];
}

export interface Agreement {
  readonly refhold: Judgement;
  /** Left out if there are more states than were to be judged. */
  readonly other?: Judgement;
  /** Sentences; empty where both agree. */
  readonly differences: readonly string[];
  /** Properties that the other engine was not asked about, and why. */
  readonly unsaid: readonly Unsaid[];
}

export interface JudgeOptions {
  /** Systems with more states are not given to the other engine. */
  readonly maxStates: number;
  readonly signal?: AbortSignal;
}

/** Checks a system with refhold and with another engine, and compares. Throws what `check` and the engines throw. */
export async function judge(
  { system, properties }: Checkable,
  title: Title,
  engine: EngineOptions,
  { maxStates, signal }: JudgeOptions,
): Promise<Agreement> {
  const own = await check(system, properties, {
    maxStates: maxStates + 1,
    // The other engine counts every state.
    symmetry: 'off',
    ...(signal && { signal }),
  });
  const refhold = judgementOf(own);
  if (!own.exploration.complete) return { refhold, differences: [], unsaid: [] };
  const { check: theirs } = await checkWith(system, properties, title, engine, signal && { signal });
  return {
    refhold,
    other: { engine: theirs.engine, ...theirs.counts, verdicts: verdictsOf(theirs.properties) },
    differences: compare(own, theirs),
    unsaid: theirs.unsaid,
  };
}

function judgementOf({ properties, exploration }: CheckResult): Judgement {
  const { states, transitions, depth } = exploration;
  return { engine: 'refhold', states, transitions, depth, verdicts: verdictsOf(properties) };
}

function verdictsOf(properties: readonly PropertyResult[]): Judgement['verdicts'] {
  return properties.map(({ name, verdict, trace }) => ({
    property: name,
    verdict,
    ...(trace === undefined ? {} : { steps: trace.steps.length }),
  }));
}

/** Where two engines differ, a sentence each. */
export function compare(
  { properties, exploration }: Pick<CheckResult, 'properties' | 'exploration'>,
  theirs: Pick<
    EngineCheck,
    'engine' | 'properties' | 'counts' | 'complete' | 'unexplored' | 'unsaid' | 'stopped'
  >,
): string[] {
  const { engine, counts, unsaid } = theirs;
  const differences: string[] = [];
  if (theirs.unexplored)
    differences.push(`${engine} asks what refhold was never asked: refhold missed a state`);
  if (!theirs.complete) differences.push(`${engine} stopped ${theirs.stopped ?? 'before its end'}`);
  for (const what of ['states', 'transitions', 'depth'] as const) {
    if (counts[what] !== exploration[what])
      differences.push(`${what}: refhold ${exploration[what]}, ${engine} ${counts[what]}`);
  }
  for (const own of properties) {
    if (unsaid.some(({ property }) => property === own.name)) continue;
    const other = theirs.properties.find(({ name }) => name === own.name);
    const [here, there] = [tell(own), other === undefined ? 'nothing' : tell(other)];
    if (here !== there) differences.push(`${own.name}: refhold ${here}, ${engine} ${there}`);
  }
  return differences;
}

/** The verdict, and the length of a shortest way. What a loop looks like is up to each engine. */
function tell({ kind, verdict, trace }: PropertyResult): string {
  if (trace === undefined || isLiveness(kind satisfies Property<Machines>['kind'])) return verdict;
  return `${verdict} in ${trace.steps.length} steps`;
}
