/**
 * What another engine found, told as refhold tells its own findings: its steps are taken again through XState, and the
 * property is asked again at their end. What an engine claims and XState does not confirm is RH505.
 */
import type { PropertyResult } from '../check.ts';
import { RefholdError } from '../errors.ts';
import { isLiveness } from '../property/evaluate.ts';
import { headOf } from '../property/head.ts';
import type { Property, TemporalProperty } from '../property/types.ts';
import type { Machines, System } from '../system/types.ts';
import { loopOf } from '../trace/liveness.ts';
import { findAtEnd, runSteps, traceOf } from '../trace/replay.ts';
import type { Run } from '../trace/replay.ts';
import type { Trace } from '../trace/types.ts';
import type { Unsaid } from '../export/text.ts';

/** What an engine says of one property. */
export interface Opinion {
  /** A way to a finding: to a violation, or for `reachable` to a witness. */
  readonly way?: Way;
  /** The engine looked everywhere. */
  readonly decided: boolean;
  /** What the property is about never happens; said only by a search that looked everywhere. */
  readonly neverTriggered?: boolean;
}

/** Steps from the first state, by position. With a loop, the steps from this position on repeat for ever. */
export interface Way {
  readonly steps: readonly number[];
  readonly loop?: number;
}

/** What an engine counted, in refhold's terms. */
export interface EngineCounts {
  readonly states: number;
  readonly transitions: number;
  /** Steps from the first state to the farthest; only where the search was breadth first. */
  readonly depth: number;
  /** Bytes. */
  readonly memory: number;
}

export interface EngineCheck {
  /** `spin 6.5.2` */
  readonly engine: string;
  readonly properties: readonly PropertyResult[];
  readonly counts: EngineCounts;
  /** The engine looked at everything that it was to look at. */
  readonly complete: boolean;
  /** What stopped it, for people. */
  readonly stopped?: string;
  /** A step or property was asked what refhold was never asked: refhold's exploration missed a state, or was cut short. */
  readonly unexplored: boolean;
  readonly milliseconds: number;
  /** Properties that it was not asked about, and why. */
  readonly unsaid: readonly Unsaid[];
  /** What a reader must know to believe it. */
  readonly notes: readonly string[];
}

/** A property with the verdict of an engine. Throws RH505. */
export function resultOf(
  system: System,
  property: Property<Machines>,
  { way, decided, neverTriggered }: Opinion,
  engine: string,
): PropertyResult {
  const { kind } = property;
  const trace = way && confirm(system, property, way, engine);
  const found = trace !== undefined;
  const verdict =
    kind === 'reachable'
      ? found
        ? 'holds'
        : decided
          ? 'violated'
          : 'incomplete'
      : found
        ? 'violated'
        : !decided
          ? 'incomplete'
          : neverTriggered === true
            ? 'vacuous'
            : 'holds';
  return {
    ...headOf(property),
    verdict,
    ...(trace === undefined ? {} : { trace }),
  };
}

function confirm(system: System, property: Property<Machines>, way: Way, engine: string): Trace {
  const names = way.steps.map((step) => system.steps[step]!.name);
  const disagree = (what: string, cause?: unknown): RefholdError =>
    new RefholdError('RH505', {
      what: `${engine} says ${what}`,
      where: [`property ${property.name}`, ...names.map((name, i) => `${i + 1} ${name}`)],
      cause,
    });
  let run: Run;
  try {
    run = runSteps(system, names);
  } catch (thrown) {
    if (thrown instanceof RefholdError && thrown.code === 'RH207')
      throw disagree(`there is a step ${thrown.what}, and XState refuses it`, thrown);
    throw thrown;
  }
  if (!isLiveness(property.kind)) {
    if (findAtEnd(system, run, property) === null)
      throw disagree('it finds something here, and XState does not');
    return traceOf(system, run, property);
  }
  try {
    const loop = loopOf(system, property as TemporalProperty<Machines>, run, way.loop ?? names.length);
    return { ...traceOf(system, run, property), loop };
  } catch (thrown) {
    if (thrown instanceof RefholdError && thrown.code === 'RH206')
      throw disagree(`this run violates it, and XState does not: ${thrown.what}`, thrown);
    throw thrown;
  }
}
