/** refhold: exhaustive model checking for systems of XState v5 machines. */
export { check } from './check.ts';
export type { CheckOptions, CheckProgress, CheckResult, Exploration, PropertyResult } from './check.ts';
export type { MachineCoverage } from './coverage/coverage.ts';
export { errorCatalogue, RefholdError } from './errors.ts';
export type { ErrorCode } from './errors.ts';
export type { ReductionChoice, ReductionNote } from './explore/reduction/choose.ts';
export type { SymmetryChoice, SymmetryReport } from './symmetry/plan.ts';
export type { Bound } from './explore/types.ts';
export {
  alwaysEventually,
  eventually,
  eventuallyAlways,
  leadsTo,
  ltl,
  recoverable,
} from './property/liveness.ts';
export { always, never, noDeadlock, onStep, reachable } from './property/properties.ts';
export type {
  Answer,
  Predicate,
  Property,
  PropertyDetails,
  StepFilter,
  StepPredicate,
  StepTaken,
  Verdict,
} from './property/types.ts';
export { replay } from './report/replay.ts';
export type { Replayed, ReplayRequest } from './report/replay.ts';
export { defineSystem } from './system/define.ts';
export { graphOptions, systemLogic } from './system/logic.ts';
export type { StepEvent, SystemLogic, SystemSnapshot } from './system/logic.ts';
export type { LockMeta } from './system/lock.ts';
export type { Numbered } from './system/names.ts';
export { actor, family, numbered, to } from './system/names.ts';
export type { Interchangeable } from './system/symmetry.ts';
export type {
  ActorsOf,
  Deliveries,
  Fairness,
  Holders,
  Machines,
  MachinesOf,
  NamedStep,
  Step,
  StepDetails,
  StepMaker,
  System,
  View,
} from './system/types.ts';
export type { Change, FairnessNote, LocalState, Loop, Trace, TraceStep, TrapNote } from './trace/types.ts';
export type { CycleLink, Holder, Wait, WaitGraph } from './trace/waits/types.ts';
export { option } from './scenario/options.ts';
export type { Option, Options, OptionValue, Values } from './scenario/options.ts';
export { defineScenario } from './scenario/scenario.ts';
export type { Checkable, Known, Scenario, ScenarioDefinition, Source, Variant } from './scenario/scenario.ts';
export { walk } from './walk/walk.ts';
export type { Bias } from './walk/bias.ts';
export type { Walked, WalkFinding, WalkOptions, WalkProgress, WalkResult } from './walk/walk.ts';
