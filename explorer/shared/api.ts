/** What the explorer's server answers, as the page reads it. Everything is plain JSON. */
import type { WaitGraph } from '../../checker/trace/waits/types.ts';
import type { Change, LocalState, Loop, TrapNote } from '../../checker/trace/types.ts';

export type { Change, LocalState, Loop, TrapNote, WaitGraph };

/** An error of the catalogue, as every request may answer it. */
export interface Failure {
  readonly code: string;
  readonly what: string;
  readonly where: readonly string[];
  readonly fix: string;
}

export type OptionValue = string | number | boolean;

/** `GET /api/scenarios`: what can be explored, and where to begin. */
export interface Catalogue {
  readonly refhold: string;
  readonly scenarios: readonly ScenarioEntry[];
  /** What the command was given: the query of the first page. */
  readonly start: string;
  /** Verdicts and traces of a report that the command was given. */
  readonly saved: readonly SavedCheck[];
}

export interface ScenarioEntry {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly file?: string;
  readonly variants: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly OptionEntry[];
}

export interface OptionEntry {
  readonly name: string;
  readonly about: string;
  readonly kind: 'choice' | 'flag' | 'integer';
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

/** One check of a saved report. */
export interface SavedCheck {
  readonly file: string;
  /** The query of the page without path and property. */
  readonly place: string;
  readonly properties: readonly PropertyAnswer[];
}

/** `GET /api/model`: what a scenario consists of with these options. */
export interface Model {
  /** Changes when steps or actors do: numbers of steps are only good for the same key. */
  readonly key: string;
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly actors: readonly { readonly name: string; readonly machine: number }[];
  /** Each machine once, however many actors run it. */
  readonly machines: readonly Chart[];
  readonly steps: readonly StepEntry[];
  readonly properties: readonly PropertyEntry[];
  /** The actor `by` which a step happens, where that is no actor of the system. */
  readonly agents: readonly string[];
}

export interface StepEntry {
  readonly name: string;
  readonly by?: string;
  readonly at?: string;
  readonly about?: string;
  readonly fairness: 'none' | 'weak' | 'strong';
}

export interface PropertyEntry {
  readonly name: string;
  readonly kind: string;
  readonly about?: string;
  readonly cites?: readonly string[];
  readonly formula?: string;
}

/** A statechart, ready to be drawn. */
export interface Chart {
  readonly id: string;
  readonly root: ChartNode;
  readonly edges: readonly ChartEdge[];
}

export interface ChartNode {
  readonly id: string;
  readonly key: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Whether its parent starts in it. */
  readonly initial: boolean;
  readonly tags: readonly string[];
  readonly about?: string;
  readonly children: readonly ChartNode[];
}

export interface ChartEdge {
  readonly id: string;
  readonly from: string;
  /** Ids of the targets; empty where the transition stays in its state. */
  readonly to: readonly string[];
  /** Empty for `always`. */
  readonly event: string;
  readonly guard?: string;
}

/** An actor in one state. `active`: ids of chart nodes. */
export interface ActorState extends LocalState {
  readonly active: readonly string[];
}

/** `GET /api/run`: the path, executed by XState. */
export interface Run {
  /** One more than steps; the first is whole, each of the others holds the actors that changed. */
  readonly states: readonly Readonly<Record<string, ActorState>>[];
  readonly steps: readonly RunStep[];
  /** Where the path is an infinite run. */
  readonly loop?: Loop;
  /** Who waits for whom, where the path ends in a deadlock. */
  readonly waits?: WaitGraph;
}

/** The last event of `GET /api/trap`. */
export interface TrapAnswer {
  readonly verdict: 'trap' | 'none' | 'incomplete';
  /** Only of a trap; without `lost`. */
  readonly trap?: TrapNote;
}

export interface RunStep {
  /** Position among the steps of the model. */
  readonly number: number;
  readonly deliveries: readonly Delivery[];
  readonly changes: readonly Change[];
}

export interface Delivery {
  readonly actor: string;
  readonly event: { readonly type: string };
  /** Ids of the chart's edges that the actor took, `always` among them. */
  readonly edges: readonly string[];
}

/** `GET /api/at`: what is possible at the end of a path, and what the properties say of it. */
export interface Here {
  readonly enabled: readonly RunStep[];
  readonly refused: readonly RefusedStep[];
  readonly findings: readonly FindingHere[];
  /** Whether a state without steps is an accepted end. */
  readonly end: boolean;
}

/** A step that does not exist here. */
export interface RefusedStep {
  readonly number: number;
  /** Who refuses which event; empty where the step itself delivers nothing here. */
  readonly by: readonly { readonly actor: string; readonly event: string }[];
}

export interface FindingHere {
  readonly property: string;
  readonly kind: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly reads: readonly { readonly path: string; readonly value: unknown }[];
}

export interface CheckProgress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly frontier: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

export interface PropertyAnswer extends PropertyEntry {
  readonly verdict: 'holds' | 'violated' | 'incomplete' | 'vacuous';
  /** The counterexample or witness as a path; left out where there is none. */
  readonly path?: string;
  readonly steps?: number;
  /** Where the loop of an infinite run begins. */
  readonly loop?: number;
  readonly trap?: TrapNote;
  /** Why a saved trace cannot be shown. */
  readonly stale?: string;
}

/** The last event of `GET /api/check`. */
export interface CheckAnswer {
  readonly properties: readonly PropertyAnswer[];
  readonly exploration: CheckProgress & {
    readonly complete: boolean;
    readonly bound?: string;
    readonly livenessBound?: string;
    readonly unusedSteps: readonly string[];
  };
  readonly warnings: readonly {
    readonly code: string;
    readonly what: string;
    readonly where: readonly string[];
  }[];
  /** How it compares with what is recorded for the variant. */
  readonly recorded?: {
    readonly matches: boolean;
    readonly differences: readonly {
      readonly what: string;
      readonly expected: string;
      readonly got: string;
    }[];
  };
}

/** One event of `GET /api/matrix`. */
export interface MatrixRow {
  readonly variant: string;
  readonly answer?: CheckAnswer;
  readonly failure?: Failure;
}

/** `GET /api/space`: what was explored. */
export interface SpaceSummary {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly bound?: string;
}

/** `GET /api/space/graph`: states in the order of their distance from the first one, as parallel lists. */
export interface SpaceGraph extends SpaceSummary {
  /** States that are drawn: all of them, or those nearest to the first one. */
  readonly drawn: number;
  readonly x: readonly number[];
  readonly distance: readonly number[];
  /** Flat triples: from, to, step. */
  readonly edges: readonly number[];
  /** Whether those are all steps between the states that are drawn. */
  readonly allEdges: boolean;
  readonly ends: readonly number[];
  readonly deadlocks: readonly number[];
}

/** `GET /api/space/search`. */
export interface SearchAnswer {
  readonly total: number;
  readonly searched: number;
  readonly complete: boolean;
  /** The nearest ones. */
  readonly found: readonly {
    readonly state: number;
    readonly distance: number;
    /** What the question looked at. */
    readonly shown: readonly string[];
  }[];
  /** Those among the states that are drawn. */
  readonly drawn: readonly number[];
}

/** `GET /api/space/path` and `/api/space/shortest`. */
export interface SpacePath {
  readonly path: string;
}

/** `GET /api/space/locate`: numbers of the states along a path; −1 for one that was not explored. */
export interface SpaceStates {
  readonly states: readonly number[];
}
