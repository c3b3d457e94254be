import { resumeFrom, sectionsOf } from './explore/checkpoint/checkpoint.ts';
import { Keeper } from './explore/checkpoint/keeper.ts';
import type { CheckpointOptions } from './explore/checkpoint/keeper.ts';
import { hashOptions } from './explore/hashKeys.ts';
import type { Omission } from './explore/hashKeys.ts';
import { BreadthFirst } from './explore/search.ts';
import type { Bound, Progress, Search } from './explore/types.ts';
import { headOf } from './property/head.ts';
import type { PropertyHead } from './property/head.ts';
import { Monitor } from './property/monitor.ts';
import { noDeadlock } from './property/properties.ts';
import type { Property, RecoverableProperty, TemporalProperty, Verdict } from './property/types.ts';
import { isLiveness } from './property/evaluate.ts';
import { coverageOf } from './coverage/coverage.ts';
import type { MachineCoverage } from './coverage/coverage.ts';
import { decideLiveness } from './liveness/decide.ts';
import type { Outcomes } from './liveness/decide.ts';
import type { Slices } from './slices.ts';
import { traceLasso } from './trace/liveness.ts';
import { DEFAULT_MAX_LOCAL_STATES, Relation } from './relation/relation.ts';
import type { CallCounts } from './relation/relation.ts';
import type { Machines, System, Warning } from './system/types.ts';
import { matchesDescriptor } from './system/vet.ts';
import { reconstruct, reconstructTrap } from './trace/reconstruct.ts';
import type { Trace } from './trace/types.ts';
import { defaultMemoryLimit } from './explore/memory.ts';
import { chooseReduction } from './explore/reduction/choose.ts';
import type { ReductionChoice, ReductionNote } from './explore/reduction/choose.ts';
import type { KernelChoice } from './explore/visited.ts';
import { planSymmetry } from './symmetry/plan.ts';
import type { SymmetryChoice, SymmetryReport } from './symmetry/plan.ts';
import { Symmetry } from './symmetry/symmetry.ts';

export interface CheckOptions {
  /** States at most; then *incomplete*. */
  readonly maxStates?: number;
  /** Steps from the first state at most; then *incomplete*. */
  readonly maxDepth?: number;
  /** Bytes for states and tables at most; then *incomplete*. Default: three quarters of the machine's memory. */
  readonly maxMemory?: number;
  /** Milliseconds at most; then *incomplete*. */
  readonly timeout?: number;
  /** Local states per actor at most; then RH301. Default 100,000. */
  readonly maxLocalStates?: number;
  /** Answer every n-th state once more without tables, and compare (RH204). 0: never (default). */
  readonly audit?: number;
  /**
   * Which code explores: 'auto' (default) compiles for the system once a search is large, 'wasm' at once, 'plain' never.
   * All find the same.
   */
  readonly kernel?: KernelChoice;
  /**
   * 'partial-order' leaves out steps whose order does not matter, and so states; 'none' (default) takes every step. Same
   * verdicts and equally short traces. Off where a property is about runs or ways out: {@link Exploration.reduction} says so.
   */
  readonly reduction?: ReductionChoice;
  /**
   * Threads that search once the search is large; default 1. All find the same. States of more than two words, searches
   * with `maxStates`, with hashes and with checkpoints stay with one.
   */
  readonly workers?: number;
  /**
   * 'exact' (default) keeps every state. 'hash' keeps a hash of each, which takes less memory where states are wide; then
   * no property holds: what is not violated is *incomplete*, and `exploration.omission` says how likely it is that
   * something was overlooked. Liveness properties are not decided.
   */
  readonly storage?: 'exact' | 'hash';
  /** With `storage: 'hash'`: bits of a hash, 8 to 63; default 48. */
  readonly hashBits?: number;
  /** With `storage: 'hash'`: the same seed omits the same states. Default: another one every time. */
  readonly hashSeed?: string;
  /** Saves the search in a file now and then, and where something stops it, so that it can go on from there. */
  readonly checkpoint?: CheckpointOptions;
  /** Goes on from this checkpoint of the same system with the same properties and options, bounds excepted. */
  readonly resume?: string;
  /**
   * What to do where the system declares interchangeable actors: 'auto' (default) keeps one state for all that are the same
   * up to an exchange, unless a property needs the whole graph; 'off' keeps all.
   */
  readonly symmetry?: SymmetryChoice;
  /** Stops the search when aborted; then *incomplete*. */
  readonly signal?: AbortSignal;
  /** Called about ten times a second. */
  readonly onProgress?: (progress: CheckProgress) => void;
}

export interface CheckProgress extends Progress {
  readonly milliseconds: number;
}

/** What became of one property. */
export interface PropertyResult extends PropertyHead {
  readonly verdict: Verdict;
  /** A shortest counterexample; for `reachable`, a shortest witness. */
  readonly trace?: Trace;
}

/** What the exploration was. */
export interface Exploration extends Progress {
  /** Whether the whole state space was explored. */
  readonly complete: boolean;
  /** What stopped it, if it is not complete. */
  readonly bound: Bound | undefined;
  /** With hashes in place of states: how likely it is that something was overlooked. */
  readonly omission?: Omission;
  /** What stopped the decision of liveness properties after a complete exploration; only then are they incomplete. */
  readonly livenessBound?: Bound;
  readonly milliseconds: number;
  readonly calls: CallCounts;
  /** What became of the symmetry that the system declares. */
  readonly symmetry?: SymmetryReport;
  /** Local states met, by actor. */
  readonly localStates: Readonly<Record<string, number>>;
  /** Steps that were never taken. */
  readonly unusedSteps: readonly string[];
  /** What never happened inside the machines. */
  readonly coverage: readonly MachineCoverage[];
  /**
   * What became of the reduction that was asked for. With one, states, steps never taken and coverage are those of the
   * reduced graph.
   */
  readonly reduction?: ReductionNote;
}

export interface CheckResult {
  readonly properties: readonly PropertyResult[];
  readonly exploration: Exploration;
  readonly warnings: readonly Warning[];
}

/** Milliseconds between two looks at timers, signals and the outside. */
const SLICE = 100;

/**
 * Explores every reachable state of a system and decides all properties in one pass, freedom from deadlock always
 * among them. Goes on after a violation; each property gets its own shortest trace, replayed through XState.
 *
 * Throws RH1xx and RH2xx for mistakes in the model, RH301 and RH302 for limits that allow no verdict at all, RH321 to
 * RH325 where actors are not interchangeable that the system declares to be; with `resume` also RH404 and RH310 to RH315.
 *
 * @example const { properties } = await check(system, [always('the cat is fed', (s) => s.cat.matches('fed'))]);
 */
export async function check<A extends Machines>(
  system: System<A>,
  properties: readonly Property<NoInfer<A>>[] = [],
  options: CheckOptions = {},
): Promise<CheckResult> {
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  let before = 0;
  const untyped = system as unknown as System;
  const relation = new Relation(untyped, {
    maxLocalStates: options.maxLocalStates ?? DEFAULT_MAX_LOCAL_STATES,
  });
  const all = withDeadlock(properties as unknown as readonly Property<Machines>[]);
  const plan = planSymmetry(untyped, all, options.symmetry ?? 'auto', whyAlone(options));
  const symmetry = plan === undefined || plan.off !== undefined ? undefined : new Symmetry(relation);
  const monitor = new Monitor(relation, all, symmetry?.orbits);
  const maxBytes = options.maxMemory ?? defaultMemoryLimit();
  const { reduction, note } = chooseReduction(
    options.reduction ?? 'none',
    relation,
    monitor,
    whyWhole(options),
  );
  const limits = {
    reduction,
    maxStates: options.maxStates ?? Infinity,
    maxDepth: options.maxDepth ?? Infinity,
    maxBytes,
    audit: options.audit ?? 0,
    kernel: options.kernel ?? 'auto',
    workers: threadsFor(options),
    ...(options.storage === 'hash' ? { hash: hashOptions(options.hashBits, options.hashSeed) } : {}),
  };
  const search = new BreadthFirst(relation, monitor, limits, symmetry);
  const run = { relation, monitor, search, setting: settingOf(options) };
  if (options.resume !== undefined) before = await resumeFrom(options.resume, run, pause);
  const keeper =
    options.checkpoint &&
    new Keeper(options.checkpoint, () => sectionsOf(run, options.checkpoint?.about, before + elapsed()));
  try {
    await explore(search, options, elapsed, keeper);
  } finally {
    search.close();
  }
  symmetry?.markImages(search.taken);
  const isDecided = search.bound === undefined && !all.some(({ kind }) => isLiveness(kind));
  if (!isDecided) await keeper?.write();
  const liveness: Outcomes = new Map();
  const livenessBound =
    search.bound === undefined
      ? await inSlices(decideLiveness(untyped, monitor, search, liveness, maxBytes), search, options, elapsed)
      : undefined;
  const reduced = note();
  const isOver =
    search.bound === 'hash-storage' || (search.bound === undefined && livenessBound === undefined);
  if (isOver) await keeper?.remove();
  const results = all.map((property, i) => judge({ relation, search, monitor, liveness }, property, i));
  return {
    properties: results,
    exploration: {
      ...describe(relation, search, before + elapsed()),
      ...(livenessBound === undefined ? {} : { livenessBound }),
      ...(reduced === undefined ? {} : { reduction: reduced }),
      ...(search.omission === undefined ? {} : { omission: search.omission }),
      ...(plan === undefined ? {} : { symmetry: { ...plan, ...(symmetry && { states: symmetry.states }) } }),
    },
    warnings: [...relevantWarnings(relation)],
  };
}

function withDeadlock(properties: readonly Property<Machines>[]): readonly Property<Machines>[] {
  return properties.some(({ kind }) => kind === 'deadlock') ? properties : [...properties, noDeadlock];
}

/** Why states cannot stand for others in this check, whatever the properties are. */
function whyAlone(options: CheckOptions): string | undefined {
  return options.reduction === 'partial-order' ? 'partial order reduction was asked for' : whyWhole(options);
}

/** Why there can be no reduction. */
function whyWhole({ storage, checkpoint, resume }: CheckOptions): string | undefined {
  if (storage === 'hash') return 'hashes are kept in place of states';
  return checkpoint === undefined && resume === undefined ? undefined : 'the search is to be saved';
}

/** Threads that may search: one, where what the others hold could not be saved, or is stored otherwise. */
function threadsFor({ workers = 1, storage, checkpoint, resume }: CheckOptions): number {
  return storage === 'hash' || checkpoint !== undefined || resume !== undefined ? 1 : workers;
}

/** What decides which states are searched and how they are stored: all but bounds, and who is told what. */
function settingOf(options: CheckOptions): Record<string, unknown> {
  const others: readonly (keyof CheckOptions)[] = [
    ...(['maxStates', 'maxDepth', 'maxMemory', 'timeout', 'maxLocalStates', 'kernel', 'workers'] as const),
    // Off while a search is saved.
    ...(['symmetry', 'reduction'] as const),
    ...(['checkpoint', 'resume', 'signal', 'onProgress'] as const),
  ];
  return Object.fromEntries(
    Object.entries(options).filter(
      ([name, value]) => value !== undefined && !others.includes(name as keyof CheckOptions),
    ),
  );
}

/** Lets signals and timers in. */
function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function explore(
  search: Search,
  options: CheckOptions,
  elapsed: () => number,
  keeper?: Keeper,
): Promise<void> {
  const timeout = options.timeout ?? Infinity;
  for (;;) {
    const done = search.run(Math.min(SLICE, Math.max(1, timeout - elapsed())));
    if (done) return;
    options.onProgress?.({ ...search.progress, milliseconds: elapsed() });
    await keeper?.tick();
    await search.wait(SLICE);
    if (options.signal?.aborted === true) search.stop('interrupted');
    else if (elapsed() >= timeout) search.stop('timeout');
  }
}

/** Runs what decides liveness, and stops it like the search; what stopped it, if anything did. */
async function inSlices(
  work: Slices<boolean>,
  search: Search,
  options: CheckOptions,
  elapsed: () => number,
): Promise<Bound | undefined> {
  let looked = performance.now();
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) return next.value ? undefined : 'max-memory';
    if (performance.now() - looked < SLICE) continue;
    looked = performance.now();
    options.onProgress?.({ ...search.progress, milliseconds: elapsed() });
    await pause();
    if (options.signal?.aborted === true) return 'interrupted';
    if (elapsed() >= (options.timeout ?? Infinity)) return 'timeout';
  }
}

/** What a finished exploration knows. */
interface Known {
  readonly relation: Relation;
  readonly search: Search;
  readonly monitor: Monitor;
  /** Liveness properties that are decided. */
  readonly liveness: Outcomes;
}

function judge(known: Known, property: Property<Machines>, index: number): PropertyResult {
  const trace = traceFor(known, property, index);
  return {
    ...headOf(property),
    verdict: verdictOf(known, property, index),
    ...(trace === undefined ? {} : { trace }),
  };
}

function traceFor(
  { relation, search, monitor, liveness }: Known,
  property: Property<Machines>,
  index: number,
): Trace | undefined {
  const finding = monitor.findings[index];
  if (finding) return reconstruct(relation, search, property, finding);
  const outcome = liveness.get(index);
  if (outcome?.trap) {
    return reconstructTrap(relation, search, property as RecoverableProperty<Machines>, outcome.trap);
  }
  if (outcome?.lasso)
    return traceLasso(relation.system, property as TemporalProperty<Machines>, outcome.lasso);
  return undefined;
}

function verdictOf(
  { search, monitor, liveness }: Known,
  property: Property<Machines>,
  index: number,
): Verdict {
  const found = monitor.findings[index] !== undefined;
  const bounded = search.bound !== undefined;
  if (property.kind === 'reachable') return found ? 'holds' : bounded ? 'incomplete' : 'violated';
  if (found) return 'violated';
  if (bounded) return 'incomplete';
  if (!isLiveness(property.kind)) return monitor.triggered[index] ? 'holds' : 'vacuous';
  const outcome = liveness.get(index);
  if (outcome === undefined) return 'incomplete';
  if (!outcome.holds) return 'violated';
  return outcome.triggered ? 'holds' : 'vacuous';
}

function describe(relation: Relation, search: Search, milliseconds: number): Exploration {
  const { system } = relation;
  return {
    ...search.progress,
    complete: search.bound === undefined,
    bound: search.bound,
    milliseconds,
    calls: { ...relation.calls },
    localStates: Object.fromEntries(system.actors.map(({ name }, i) => [name, relation.locals[i]!.size])),
    coverage: coverageOf(relation),
    unusedSteps: system.steps.filter((_, step) => search.taken[step] === 0).map(({ name }) => name),
  };
}

/** A forbidden transition matters only where a step delivers the event. */
function relevantWarnings(relation: Relation): Warning[] {
  const { actors, warnings } = relation.system;
  return warnings.filter((warning) => {
    const { machine } = actors.find(({ name }) => name === warning.actor)!;
    return relation.events.events.some(
      ({ actor, event }) =>
        actors[actor]!.machine === machine && matchesDescriptor(warning.event, event.type),
    );
  });
}
