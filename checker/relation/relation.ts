/**
 * The learned transition relation: XState and the steps are asked each question once, and exploration then
 * touches integers only. See docs/semantics.md for why that is sound.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { RefholdError } from '../errors.ts';
import { askStep, deliver } from '../system/semantics.ts';
import { nextSnapshot, takes } from '../system/snapshot.ts';
import type { System } from '../system/types.ts';
import { makeView } from '../system/view.ts';
import type { SystemState } from '../system/view.ts';
import { Events, REFUSED, UNKNOWN } from './events.ts';
import { bitsFor, makeLayout } from './layout.ts';
import type { Layout } from './layout.ts';
import { Locals } from './locals.ts';
import { Masks } from './masks.ts';
import type { CallCounts, RelationOptions, Views } from './options.ts';
import { Trees } from './trees.ts';
import type { Read } from './trees.ts';

export type { CallCounts, RelationOptions, Views } from './options.ts';

export const DEFAULT_MAX_LOCAL_STATES = 100_000;

export class Relation {
  readonly system: System;
  readonly actors: number;
  /** Local states by actor. */
  readonly locals: readonly Locals[];
  layout: Layout;
  /** Grows by one with each new layout: packed states of an older layout must be repacked. */
  version = 0;
  readonly trees: Trees;
  readonly events: Events;
  readonly stepMasks: Masks;
  readonly calls: CallCounts = { user: 0, xstate: 0 };
  /** The state in hand: local states before, and (while a step is judged) after it. */
  readonly hand: Int32Array;
  readonly views: Views;
  /** Called with every answer to an event when it is learned: the local states before and after, or {@link REFUSED}. */
  onAnswer: ((event: number, local: number, target: number) => void) | undefined;

  readonly #askTwice: boolean;
  readonly #resized: (() => void)[] = [];
  #reads: Read[] = [];
  #read: Uint8Array;
  #open = false;
  #isTight = false;
  /** Steps that read nothing, by event: a refusal settles them. */
  readonly #unconditional = new Map<number, number[]>();

  constructor(system: System, options: RelationOptions = {}) {
    const limit = options.maxLocalStates ?? DEFAULT_MAX_LOCAL_STATES;
    this.system = system;
    this.actors = system.actors.length;
    this.#askTwice = options.askTwice ?? true;
    this.locals = system.actors.map((actor) => new Locals(actor, limit));
    this.hand = new Int32Array(2 * this.actors);
    this.#read = new Uint8Array(2 * this.actors);
    system.actors.forEach((actor, i) => this.locals[i]!.intern(actor.initial));
    this.layout = makeLayout(this.locals.map(({ size }) => bitsFor(size)));
    this.trees = new Trees(this.#positions());
    for (const step of system.steps) this.trees.ask(`step ${step.name}`);
    this.events = new Events(this.layout.capacity);
    this.stepMasks = new Masks(system.steps.length, this.layout.capacity);
    this.views = {
      before: makeView(system, (actor) => this.#look(actor)),
      after: makeView(system, (actor) => this.#look(actor + this.actors)),
    };
  }

  /** Calls back after every new layout, to resize what is indexed by local states. */
  onLayout(resized: () => void): void {
    this.#resized.push(resized);
  }

  /** The packed first state. */
  first(): Uint32Array {
    return this.pack(this.system.actors.map((actor, i) => this.locals[i]!.intern(actor.initial)));
  }

  pack(locals: readonly number[]): Uint32Array {
    return Relation.packed(locals, this.layout);
  }

  /** Local states packed in the given layout. */
  static packed(locals: readonly number[], layout: Layout): Uint32Array {
    const packed = new Uint32Array(layout.words);
    locals.forEach((local, actor) => {
      packed[layout.word[actor]!]! |= local << layout.shift[actor]!;
    });
    return packed;
  }

  /** Local states of a packed state. */
  unpack(states: Uint32Array, base: number, layout: Layout = this.layout): number[] {
    const { word, shift, mask } = layout;
    return Array.from(word, (w, actor) => (states[base + w]! >>> shift[actor]!) & mask[actor]!);
  }

  /** The snapshots behind local states. */
  snapshots(locals: readonly number[]): SystemState {
    return locals.map((local, actor) => this.locals[actor]!.snapshots[local]!);
  }

  /** Takes local states in hand, so that questions can be answered about them. */
  hold(locals: readonly number[]): void {
    this.hand.set(locals);
  }

  /** Asks a step in the state in hand and remembers the answer: the number of its set of deliveries. */
  learnStep(step: number): number {
    const definition = this.system.steps[step]!;
    const reads: Read[] = [];
    const ask = (): number => {
      this.calls.user++;
      return this.events.setOf(askStep(this.system, definition, this.views.before));
    };
    const set = this.observe(`step ${definition.name}`, ask, reads);
    this.trees.learn(step, reads, set);
    if (reads.length === 0) this.#learnUnconditional(step, set);
    const [only] = reads;
    if (set === 0 && reads.length === 1 && only) this.stepMasks.clear(only.position, only.local, step);
    return set;
  }

  /**
   * Runs a question about the state in hand under read tracking; fills `reads`. With `askTwice`, both answers and
   * both lists of reads must agree (RH204).
   */
  observe<T extends number>(name: string, ask: () => T, reads: Read[]): T {
    const once = (): T => {
      this.#reads = [];
      this.#read.fill(0);
      this.#open = true;
      try {
        return ask();
      } finally {
        this.#open = false;
      }
    };
    const answer = once();
    reads.push(...this.#reads);
    if (this.#askTwice) {
      const again = once();
      const same = again === answer && this.#reads.every((read, i) => read.position === reads[i]?.position);
      if (!same || this.#reads.length !== reads.length) {
        throw new RefholdError('RH204', {
          what: 'asked twice in the same state, it answered differently',
          where: [name],
        });
      }
    }
    return answer;
  }

  /**
   * Whether somebody refuses an event of the set in the state in hand: then nobody takes one, and nobody may be asked
   * where it would lead. Remembers the refusal.
   */
  refuses(set: number): boolean {
    const { events, actor, base } = this.events;
    const ids = this.events.eventsOf(set);
    const answer = (id: number): number => this.events.answers[base[id]! + this.hand[actor[id]!]!]!;
    if (ids.length === 1) return answer(ids[0]!) === REFUSED;
    if (ids.some((id) => answer(id) === REFUSED)) return true;
    return ids.some((id) => {
      if (answer(id) !== UNKNOWN) return false;
      const local = this.hand[actor[id]!]!;
      const { name, machine } = this.system.actors[actor[id]!]!;
      this.calls.xstate++;
      const snapshot = this.locals[actor[id]!]!.snapshots[local]!;
      if (takes({ actor: name, machine }, snapshot, events[id]!.event)) return false;
      this.#refuse(id, local);
      return true;
    });
  }

  /** Asks XState where an event takes an actor, and remembers the answer as {@link Events.answers} has it. */
  learnEvent(id: number, local: number): number {
    const { actor, event } = this.events.events[id]!;
    const { name, machine } = this.system.actors[actor]!;
    const where = { actor: name, machine };
    const snapshot = this.locals[actor]!.snapshots[local]!;
    this.calls.xstate++;
    let answer = REFUSED;
    if (takes(where, snapshot, event)) {
      const next = this.#transition(where, snapshot, event);
      const target = this.locals[actor]!.intern(next);
      answer = 1 + (local ^ target);
      if (target >= this.layout.capacity[actor]!) this.#newLayoutFor(actor);
      this.events.unused++;
      this.events.answers[this.events.base[id]! + local] = answer;
      this.onAnswer?.(id, local, target);
    } else {
      this.#refuse(id, local);
    }
    return answer;
  }

  #refuse(id: number, local: number): void {
    this.events.answers[this.events.base[id]! + local] = REFUSED;
    this.onAnswer?.(id, local, REFUSED);
    const actor = this.events.actor[id]!;
    for (const step of this.#unconditional.get(id) ?? []) this.stepMasks.clear(actor, local, step);
  }

  /** The number of a local state that was met elsewhere than on the way of an event. A new one may change the layout. */
  meet(actor: number, snapshot: AnyMachineSnapshot): number {
    const id = this.locals[actor]!.intern(snapshot);
    if (id >= this.layout.capacity[actor]!) this.#newLayout();
    return id;
  }

  /** Where a step leads from the state in hand, as local states; null where it does not exist. */
  successor(step: number): number[] | null {
    let set = this.trees.find(step, this.hand);
    if (set < 0) set = this.learnStep(step);
    if (set === 0) return null;
    if (this.refuses(set)) return null;
    const next = [...this.hand.subarray(0, this.actors)];
    for (const id of this.events.eventsOf(set)) {
      const actor = this.events.actor[id]!;
      const local = this.hand[actor]!;
      let answer = this.events.answers[this.events.base[id]! + local]!;
      if (answer === UNKNOWN) answer = this.learnEvent(id, local);
      if (answer === REFUSED) return null;
      next[actor] = local ^ (answer - 1);
    }
    return next;
  }

  /** The same without asking anything: null also where the answer is not known. */
  knownSuccessor(step: number): number[] | null {
    const set = this.trees.find(step, this.hand);
    if (set <= 0) return null;
    const next = [...this.hand.subarray(0, this.actors)];
    for (const id of this.events.eventsOf(set)) {
      const actor = this.events.actor[id]!;
      const local = this.hand[actor]!;
      const answer = this.events.answers[this.events.base[id]! + local]!;
      if (answer === UNKNOWN || answer === REFUSED) return null;
      next[actor] = local ^ (answer - 1);
    }
    return next;
  }

  /**
   * Answers the state in hand for all steps from the definition, with no table in between, and compares.
   * Throws RH204 with the step that differs.
   */
  audit(): void {
    const state = this.snapshots([...this.hand.subarray(0, this.actors)]);
    const view = makeView(this.system, (actor) => state[actor]!);
    this.system.steps.forEach((definition, step) => {
      this.calls.user++;
      const deliveries = askStep(this.system, definition, view);
      const after = deliveries && deliver(this.system, state, deliveries);
      const learned = this.successor(step);
      if (this.#keys(after) === this.#keys(learned && this.snapshots(learned))) return;
      throw new RefholdError('RH204', {
        what: 'asked again in a state it had answered for, it answered differently',
        where: [`step ${definition.name}`],
      });
    });
  }

  #keys(state: SystemState | null): string | undefined {
    return state?.map((snapshot, actor) => this.locals[actor]!.key(snapshot)).join('\n');
  }

  /** Bytes held by tables. */
  get bytes(): number {
    const { answers, members } = this.events;
    return this.trees.bytes + answers.byteLength + members.byteLength + this.stepMasks.bits.byteLength;
  }

  #look(position: number): AnyMachineSnapshot {
    if (!this.#open) {
      throw new RefholdError('RH208', { what: 'a step or property kept the state and read it later' });
    }
    const local = this.hand[position]!;
    if (this.#read[position] === 0) {
      this.#read[position] = 1;
      this.#reads.push({ position, local });
    }
    return this.locals[position % this.actors]!.snapshots[local]!;
  }

  #transition(
    where: Parameters<typeof nextSnapshot>[0],
    snapshot: AnyMachineSnapshot,
    event: Parameters<typeof nextSnapshot>[2],
  ): AnyMachineSnapshot {
    this.calls.xstate++;
    const next = nextSnapshot(where, snapshot, event);
    if (!this.#askTwice) return next;
    this.calls.xstate++;
    const locals = this.locals[this.system.actors.findIndex(({ name }) => name === where.actor)]!;
    if (locals.key(next) !== locals.key(nextSnapshot(where, snapshot, event))) {
      throw new RefholdError('RH204', {
        what: 'the same event in the same state led to two different states',
        where: [`actor ${where.actor}`, `machine ${where.machine.id}`, `event ${event.type}`],
        fix: 'A guard or assign depends on something outside the machine. Let it depend on context and event only.',
      });
    }
    return next;
  }

  #learnUnconditional(step: number, set: number): void {
    if (set === 0) {
      this.stepMasks.clearAll(step);
      return;
    }
    for (const id of this.events.eventsOf(set)) {
      const steps = this.#unconditional.get(id) ?? [];
      this.#unconditional.set(id, [...steps, step]);
      const actor = this.events.actor[id]!;
      for (let local = 0; local < this.locals[actor]!.size; local++) {
        if (this.events.answers[this.events.base[id]! + local] === REFUSED)
          this.stepMasks.clear(actor, local, step);
      }
    }
  }

  /** From now on, layouts have no more bits than they need. A new layout, unless that was said before. */
  tighten(): void {
    if (this.#isTight) return;
    this.#isTight = true;
    this.#newLayout();
  }

  /** Whether {@link Relation.tighten} was called. */
  get isTight(): boolean {
    return this.#isTight;
  }

  /** Before anything is asked: the layout of a search that is to go on, whose local states are interned. */
  adopt(layout: Layout, isTight: boolean): void {
    this.#isTight = isTight;
    this.#useLayout(layout);
  }

  #newLayout(): void {
    this.#useLayout(
      makeLayout(
        this.locals.map(({ size }) => bitsFor(size)),
        this.#isTight,
      ),
    );
  }

  /** A new layout, as an actor has a local state more. Where there is no memory for it, the actor has not. */
  #newLayoutFor(actor: number): void {
    try {
      this.#newLayout();
    } catch (thrown) {
      this.locals[actor]!.forgetLast();
      throw thrown;
    }
  }

  /** All tables in a new layout; if one of them cannot be had (RangeError), all stay as they are. */
  #useLayout(layout: Layout): void {
    const { trees, events, stepMasks, layout: before, version } = this;
    const back = [trees.keep(), events.keep(), stepMasks.keep()];
    this.layout = layout;
    this.version++;
    try {
      trees.resize(this.#positions());
      events.resize(layout.capacity);
      stepMasks.resize(layout.capacity, this.system.steps.length, (step) => trees.code[step + 1] === -1);
      for (const resized of this.#resized) resized();
    } catch (thrown) {
      for (const bring of back) bring();
      this.layout = before;
      this.version = version;
      throw thrown;
    }
  }

  #positions(): Int32Array {
    const { capacity } = this.layout;
    const positions = new Int32Array(2 * capacity.length);
    positions.set(capacity);
    positions.set(capacity, capacity.length);
    return positions;
  }
}
