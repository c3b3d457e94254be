/**
 * What a run of checks found, as plain data: the text report is rendered from it, and the JSON report is it.
 */
import type { Exploration, PropertyResult } from '../check.ts';
import type { OptionValue } from '../scenario/options.ts';
import type { Walked } from '../walk/walk.ts';
import type { WhyReport } from './why.ts';

/** Changes with every incompatible change of {@link Report}. */
export const REPORT_SCHEMA = 'refhold.report/1';

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  /** Version of refhold that wrote it. */
  readonly refhold: string;
  readonly checks: readonly CheckReport[];
}

/** What became of one scenario with one set of option values, or of one system in a file. */
export interface CheckReport {
  /** Name of the scenario; of a system without one, the name of its file. */
  readonly scenario: string;
  readonly title?: string;
  /** The user's file that it came from, as it was given on the command line. Left out for scenarios of refhold. */
  readonly file?: string;
  readonly variant?: string;
  /** Every option with its value. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Names of the options whose value is not their default. */
  readonly changed: readonly string[];
  /** Bounds that were asked for. */
  readonly limits: Limits;
  /** Empty if there is an `error`. */
  readonly properties: readonly PropertyReport[];
  /** Left out if there is an `error`. */
  readonly exploration?: ExplorationReport;
  readonly warnings: readonly WarningReport[];
  /** What random walks there were, where these came to the verdicts; then there is no `exploration`. */
  readonly walk?: Walked;
  /** The other engine that came to the verdicts; left out where it was refhold. */
  readonly engine?: EngineReport;
  /** How the verdicts compare with those recorded for the variant. Left out where none are, or some option was set. */
  readonly recorded?: Comparison;
  /** What a property says of a state of one of the traces, where that was asked. */
  readonly why?: WhyReport;
  /** The model could not be checked. */
  readonly error?: ErrorReport;
}

/** What must be known of the verdicts of another engine. */
export interface EngineReport {
  /** `spin 6.5.2` */
  readonly name: string;
  /** Properties that it was not asked about. */
  readonly unsaid: readonly { readonly property: string; readonly why: string }[];
  readonly notes: readonly string[];
  /** Why it did not look at everything; left out if it did. */
  readonly stopped?: string;
}

/** Bounds as `refhold check` takes them; those that were not given are left out. */
export interface Limits {
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Bytes. */
  readonly maxMemory?: number;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly maxLocalStates?: number;
}

/** One property. `kind` is open: a report of a later refhold may have kinds that this one does not know. */
export interface PropertyReport extends Pick<
  PropertyResult,
  'name' | 'about' | 'cites' | 'formula' | 'verdict' | 'trace'
> {
  readonly kind: string;
}

export interface ExplorationReport extends Pick<
  Exploration,
  | 'states'
  | 'transitions'
  | 'depth'
  | 'frontier'
  | 'bytes'
  | 'memory'
  | 'omission'
  | 'complete'
  | 'milliseconds'
  | 'calls'
  | 'localStates'
  | 'unusedSteps'
  | 'reduction'
  | 'symmetry'
> {
  /** What stopped it; left out if nothing did. */
  readonly bound?: string;
  /**
   * What stopped the deciding of liveness properties on a state space that was explored whole; left out if nothing
   * did. Then they are incomplete, and the others are not.
   */
  readonly livenessBound?: string;
  /** What never happened inside the machines. */
  readonly coverage?: readonly CoverageReport[];
}

/** What of a machine never happened, over all actors that run it. */
export interface CoverageReport {
  readonly machine: string;
  readonly actors: readonly string[];
  readonly statesNeverReached: readonly string[];
  readonly transitionsNeverTaken: readonly string[];
  readonly guardsNeverTrue: readonly string[];
  readonly guardsNeverFalse: readonly string[];
  /** How many states and transitions the machine has. */
  readonly states: number;
  readonly transitions: number;
  /** Whether "never" means "not in the local states that were looked at". */
  readonly sampled: boolean;
}

export interface WarningReport {
  readonly code: string;
  readonly what: string;
  readonly where: readonly string[];
}

export interface ErrorReport {
  readonly code: string;
  readonly what: string;
  readonly where: readonly string[];
  readonly fix: string;
}

/** Verdicts held against those that are recorded. */
export interface Comparison {
  readonly matches: boolean;
  /** One sentence each. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  /** The property, or `states` for the number of states. */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}
