/**
 * The reference: what a system means, written once more from the definition, as plainly as possible. Breadth-first,
 * one call of XState per question, nothing learned, nothing packed. Shares no code with the checker: of a system it
 * takes the machines, the first snapshots and the steps' functions, and nothing else.
 */
import { transition } from 'xstate';
import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Machines, Property, System } from '../../checker/index.ts';

/** The actors of a state by name. */
type Snapshots = Record<string, AnyMachineSnapshot>;
type Ends = (state: Snapshots) => boolean;

export interface NaiveState {
  /** What tells it from other states. */
  readonly key: string;
  readonly distance: number;
  readonly snapshots: Snapshots;
}

export interface NaiveEdge {
  readonly from: string;
  readonly step: string;
  readonly to: string;
}

/** An edge as text, to compare sets of them. */
export function edgeText({ from, step, to }: NaiveEdge): string {
  return `${from}\t${step}\t${to}`;
}

export interface NaiveVerdict {
  readonly name: string;
  readonly verdict: 'holds' | 'violated' | 'vacuous';
  /** Steps of a shortest counterexample or witness, if there is one. */
  readonly distance: number | undefined;
}

export interface NaiveResult {
  readonly states: ReadonlyMap<string, NaiveState>;
  readonly edges: readonly NaiveEdge[];
  /** In the order of the properties; `no deadlock` last. */
  readonly verdicts: readonly NaiveVerdict[];
  readonly deadlocks: readonly NaiveState[];
}

interface NaiveOptions {
  readonly properties?: readonly Property<Machines>[];
  /** States that may have no step, besides those in which every actor is done. */
  readonly ends?: Ends | undefined;
  /** Gives up, with undefined, beyond so many states. */
  readonly limit?: number;
}

/** Explores a system to its end. */
export function naive(system: System, options: NaiveOptions = {}): NaiveResult | undefined {
  const { properties = [], ends, limit = Infinity } = options;
  const first = keep(
    system,
    Object.fromEntries(system.actors.map((actor) => [actor.name, actor.initial as AnyMachineSnapshot])),
    0,
  );
  const states = new Map([[first.key, first]]);
  const edges: NaiveEdge[] = [];
  const deadlocks: NaiveState[] = [];
  const found = new Map<string, number>();
  const seen = new Set<string>();
  const finding = (name: string, distance: number): void => {
    if (!found.has(name)) found.set(name, distance);
  };
  // A Map iterates in the order of insertion, and takes in what is added on the way: it is the queue.
  for (const state of states.values()) {
    for (const property of properties) {
      if (property.kind !== 'always' && property.kind !== 'never' && property.kind !== 'reachable') continue;
      const bad = property.predicates.some((predicate) => finds(property.kind, predicate(state.snapshots)));
      if (bad) finding(property.name, state.distance);
    }
    let steps = 0;
    for (const step of system.steps) {
      const after = follow(system, state.snapshots, step.name);
      if (after === undefined) continue;
      steps++;
      const next = keep(system, after, state.distance + 1);
      edges.push({ from: state.key, step: step.name, to: next.key });
      for (const property of properties) {
        if (property.kind !== 'onStep' || !isAbout(property.on, step)) continue;
        seen.add(property.name);
        const taken = { before: state.snapshots, after, step };
        if (property.predicates.some((predicate) => finds('onStep', predicate(taken))))
          finding(property.name, state.distance + 1);
      }
      if (!states.has(next.key)) states.set(next.key, next);
    }
    if (steps === 0 && !isEnd(state.snapshots, ends)) {
      deadlocks.push(state);
      finding('no deadlock', state.distance);
    }
    if (states.size > limit) return undefined;
  }
  const verdicts = [
    ...properties.map(({ name, kind }) => ({ name, kind })),
    { name: 'no deadlock', kind: 'deadlock' },
  ];
  return {
    states,
    edges,
    deadlocks,
    verdicts: verdicts.map(({ name, kind }) => {
      const distance = found.get(name);
      const has = distance !== undefined;
      if (kind === 'reachable') return { name, distance, verdict: has ? 'holds' : 'violated' };
      if (has) return { name, distance, verdict: 'violated' };
      return { name, distance, verdict: kind === 'onStep' && !seen.has(name) ? 'vacuous' : 'holds' };
    }),
  };
}

/** The state after a step, or undefined where it does not exist. */
export function follow(system: System, state: Snapshots, name: string): Snapshots | undefined {
  const step = system.steps.find((candidate) => candidate.name === name)!;
  const deliveries = step.deliver({ ...state }) as Record<string, AnyEventObject | undefined> | null;
  if (!deliveries) return undefined;
  const events = Object.entries(deliveries).filter(([, event]) => event !== undefined);
  for (const [actor, event] of events) {
    const snapshot = state[actor]!;
    if (snapshot.status !== 'active' || !snapshot.can(event!)) return undefined;
  }
  const after = { ...state };
  for (const [actor, event] of events) {
    const { machine } = system.actors.find((candidate) => candidate.name === actor)!;
    const [next] = transition(machine, state[actor]!, event!);
    after[actor] = asPersisted(machine, next as AnyMachineSnapshot);
  }
  return after;
}

/** The states along named steps, the first state first. */
export function walk(system: System, names: readonly string[]): Snapshots[] {
  const path: Snapshots[] = [Object.fromEntries(system.actors.map(({ name, initial }) => [name, initial]))];
  for (const name of names) {
    const next = follow(system, path.at(-1)!, name);
    if (next === undefined) throw new Error(`${name} does not exist here`);
    path.push(next);
  }
  return path;
}

/** What tells one state of the system from another. */
export function naiveKey(system: System, state: Snapshots): string {
  return system.actors.map(({ name, machine }) => textOf(machine, state[name]!)).join(' & ');
}

function keep(system: System, snapshots: Snapshots, distance: number): NaiveState {
  return { key: naiveKey(system, snapshots), distance, snapshots };
}

/**
 * A state is its persisted snapshots. XState's live snapshots know more: the order in which parallel regions were
 * entered, which can decide whose `always` goes first, and which is lost when a snapshot is saved and restored.
 */
function asPersisted(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): AnyMachineSnapshot {
  const text = stable(persisted(machine, snapshot));
  const restored = machine.restoreSnapshot(JSON.parse(text) as never, {} as never) as AnyMachineSnapshot;
  texts.set(restored, text);
  return restored;
}

/** Spares the same object its second text. */
const texts = new WeakMap<AnyMachineSnapshot, string>();

function textOf(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): string {
  const text = texts.get(snapshot) ?? stable(persisted(machine, snapshot));
  texts.set(snapshot, text);
  return text;
}

function persisted(machine: AnyStateMachine, snapshot: AnyMachineSnapshot): unknown {
  const { status, value, context, historyValue, output, children } = machine.getPersistedSnapshot(
    snapshot,
  ) as unknown as Record<string, unknown>;
  return { status, value, context, historyValue: sortedHistory(historyValue), output, children };
}

function sortedHistory(historyValue: unknown): unknown {
  const lists = Object.entries((historyValue ?? {}) as Record<string, { id: string }[]>);
  return Object.fromEntries(
    lists.map(([id, nodes]) => [id, [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1))]),
  );
}

/** JSON with sorted keys. */
export function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Whether a predicate's answer decides its property at once. */
function finds(kind: string, answer: unknown): boolean {
  const truth = kind === 'never' || kind === 'reachable';
  // An object is always the answer that decides.
  return typeof answer === 'object' ? true : answer === truth;
}

function isAbout(filter: unknown, step: { name: string }): boolean {
  if (typeof filter === 'string') return filter === step.name;
  if (filter instanceof RegExp) return step.name.search(filter) >= 0;
  return (filter as (step: { name: string }) => boolean)(step);
}

function isEnd(state: Snapshots, ends: Ends | undefined): boolean {
  return Object.values(state).every(({ status }) => status === 'done') || (ends?.(state) ?? false);
}
