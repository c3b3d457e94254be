/** refhold in the ways that are measured: with one thread and more, with and without compiled code and reductions. */
import { check } from '../checker/check.ts';
import type { CheckOptions, CheckResult } from '../checker/check.ts';
import type { Checkable } from '../checker/scenario/scenario.ts';
import type { Limits, NoRun, Run } from './outcome.ts';
import { stoppedBy } from './outcome.ts';
import scenario from './systems/links.ts';

/** A way to run refhold. */
export interface Variant {
  readonly name: string;
  /** Over {@link PLAIN_OPTIONS}. */
  readonly options: Readonly<Record<string, unknown>>;
  /** It visits fewer states than there are. */
  readonly reduces?: true;
  /** Too slow to be run more than once. */
  readonly once?: true;
}

/** Everything that saves states is off. What check() does not know, it does not look at. */
const PLAIN_OPTIONS = { workers: 1, symmetry: 'off', reduction: 'none' };

export const BASE: Variant = { name: 'refhold', options: {} };

const OTHERS: readonly Variant[] = [
  { name: 'refhold, 2 workers', options: { workers: 2 } },
  { name: 'refhold, symmetry', options: { symmetry: 'auto' }, reduces: true, once: true },
  { name: 'refhold, partial order', options: { reduction: 'partial-order' }, reduces: true, once: true },
  {
    name: 'refhold, all reductions',
    options: { symmetry: 'auto', reduction: 'partial-order' },
    reduces: true,
    once: true,
  },
  { name: 'refhold, not compiled', options: { kernel: 'plain' }, once: true },
];

/** Those whose options check() knows. */
export async function variants(): Promise<Variant[]> {
  const known = await knownOptions();
  return [BASE, ...OTHERS.filter(({ options }) => Object.keys(options).every((name) => known.has(name)))];
}

/** The options that check() looks at. */
async function knownOptions(): Promise<Set<string>> {
  const seen = new Set<string>();
  const options = new Proxy<CheckOptions>(
    {},
    {
      get: (_, name) => {
        seen.add(String(name));
        return undefined;
      },
    },
  );
  const { system, properties } = scenario.build({ zones: 1, links: 1, observers: 1, stages: 1 });
  await check(system, properties, options);
  return seen;
}

export interface RefholdRun extends Run {
  readonly result: CheckResult;
}

/** All properties. A run that a limit ended is no run; neither is one that throws. */
export async function runRefhold(
  { system, properties }: Checkable,
  { options }: Variant,
  { seconds, bytes }: Limits,
  onProgress?: CheckOptions['onProgress'],
): Promise<RefholdRun | NoRun> {
  const before = process.cpuUsage();
  const limits = { timeout: 1000 * seconds, maxMemory: bytes };
  const all = { ...PLAIN_OPTIONS, ...limits, ...options, ...(onProgress && { onProgress }) };
  try {
    const result = await check(system, properties, all as CheckOptions);
    const { user, system: kernel } = process.cpuUsage(before);
    const { states, transitions, milliseconds, complete, bound } = result.exploration;
    if (!complete) return { stopped: bound ?? 'not complete' };
    return {
      states,
      transitions,
      seconds: milliseconds / 1000,
      processor: (user + kernel) / 1e6,
      bytes: result.exploration.bytes,
      result,
    };
  } catch (thrown) {
    return stoppedBy(thrown);
  }
}
