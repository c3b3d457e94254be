import type { AnyMachineSnapshot } from 'xstate';
import { inventoryOf } from '../../../checker/coverage/inventory.ts';
import { findIn, isLiveness } from '../../../checker/property/evaluate.ts';
import { canonical } from '../../../checker/system/plain.ts';
import { suggest } from '../../../checker/system/suggest.ts';
import type { Relation } from '../../../checker/relation/relation.ts';
import { viewOf } from '../../../checker/system/view.ts';
import type { Built } from '../subjects.ts';
import { mistake } from './parse.ts';
import type { Comparison, Operand, Predicate, Word } from './parse.ts';

/** A state of the system: the numbers of local states by actor. */
export type Locals = readonly number[];

/** A question that is ready to be asked about many states. */
export interface Question {
  readonly holds: (state: Locals) => boolean;
  /** What it looks at, as text. */
  readonly shown: readonly ((state: Locals) => string)[];
}

/** Reads one thing of a state. What depends on one actor alone is remembered per local state of it. */
type Reader<T> = (state: Locals) => T;

/** Makes a question of a predicate. Throws RH521 where it names what the system does not have. */
export function questionOf(built: Built, relation: Relation, text: string, predicate: Predicate): Question {
  const maker = new Maker(built, relation, text);
  const holds = maker.make(predicate);
  return { holds, shown: [...maker.shown.values()] };
}

class Maker {
  readonly shown = new Map<string, Reader<string>>();
  readonly #built: Built;
  readonly #relation: Relation;
  readonly #text: string;
  readonly #actors: readonly string[];

  constructor(built: Built, relation: Relation, text: string) {
    this.#built = built;
    this.#relation = relation;
    this.#text = text;
    this.#actors = built.system.actors.map(({ name }) => name);
  }

  make(predicate: Predicate): Reader<boolean> {
    switch (predicate.op) {
      case 'true':
      case 'false':
        return () => predicate.op === 'true';
      case 'and':
      case 'or': {
        const [left, right] = [this.make(predicate.left), this.make(predicate.right)];
        return predicate.op === 'and' ? (s) => left(s) && right(s) : (s) => left(s) || right(s);
      }
      case 'not': {
        const inner = this.make(predicate.of);
        return (state) => !inner(state);
      }
      case 'in':
        return this.#inState(predicate.actor, predicate.state);
      case 'has':
        return this.#hasTag(predicate.actor, predicate.tag);
      case 'can':
        return this.#can(predicate.name);
      case 'violates':
        return this.#violates(predicate.name);
      case 'deadlock':
        return this.#deadlock();
      default:
        return this.#compare(predicate.op, predicate.left, predicate.right);
    }
  }

  #inState(actor: Word, state: Word): Reader<boolean> {
    const position = this.#actor(actor);
    const { machine } = this.#built.system.actors[position]!;
    const paths = [...inventoryOf(machine).states.values()];
    // A name without its parents is enough where only one state has it.
    const wanted = paths.includes(state.text)
      ? [state.text]
      : paths.filter((path) => path.endsWith(`.${state.text}`));
    if (wanted.length === 0) throw this.#unknown(state, `${machine.id} has no state`, paths);
    if (wanted.length > 1) throw this.#wrong(`"${state.text}" may be ${wanted.join(' or ')}`, state);
    const ids = [...inventoryOf(machine).states].filter(([, path]) => path === wanted[0]).map(([id]) => id);
    this.#show(actor.text, position, (snapshot) => snapshot.value);
    return this.#of(position, (snapshot) =>
      (snapshot._nodes as readonly { readonly id: string }[]).some(({ id }) => ids.includes(id)),
    );
  }

  #hasTag(actor: Word, tag: Word): Reader<boolean> {
    const position = this.#actor(actor);
    this.#show(actor.text, position, (snapshot) => snapshot.value);
    return this.#of(position, (snapshot) => snapshot.hasTag(tag.text as never));
  }

  #can(name: Word): Reader<boolean> {
    const { steps } = this.#built.system;
    const exact = steps.findIndex((step) => step.name === name.text);
    const near = steps.flatMap((step, i) => (step.name.includes(name.text) ? [i] : []));
    const wanted = exact >= 0 ? [exact] : near;
    if (wanted.length === 0)
      throw this.#unknown(
        name,
        'there is no step',
        steps.map((step) => step.name),
      );
    return (state) => this.#successors(state, wanted);
  }

  #successors(state: Locals, steps: readonly number[]): boolean {
    this.#relation.hold(state);
    return steps.some((step) => this.#relation.successor(step) !== null);
  }

  #deadlock(): Reader<boolean> {
    const { system } = this.#built;
    const all = system.steps.map((_, i) => i);
    return (state) =>
      !this.#successors(state, all) && !system.ends(viewOf(system, this.#relation.snapshots(state)));
  }

  #violates(name: Word): Reader<boolean> {
    const { properties, system } = this.#built;
    const ofStates = properties.filter(({ kind }) => !isLiveness(kind) && kind !== 'onStep');
    const property = ofStates.find((one) => one.name === name.text);
    if (property === undefined) {
      const names = ofStates.map((one) => one.name);
      throw this.#unknown(name, 'no property of single states is called', names);
    }
    if (property.kind === 'deadlock') return this.#deadlock();
    return (state) => findIn(property, viewOf(system, this.#relation.snapshots(state))) !== null;
  }

  #compare(op: Comparison, left: Operand, right: Operand): Reader<boolean> {
    if (left.kind === 'value' && right.kind === 'value') {
      throw mistake(this.#text, 'two values are compared, and no actor is asked', 0);
    }
    const [a, b] = [this.#value(left, right), this.#value(right, left)];
    return (state) => isTrue(op, a(state), b(state));
  }

  /** A word that is no actor's is a text, where the other side is an actor's: `web.zone = global`. */
  #value(operand: Operand, other: Operand): Reader<unknown> {
    if (operand.kind === 'value') return () => operand.value;
    const [name, ...fields] = operand.path as [string, ...string[]];
    const position = this.#actors.indexOf(name);
    if (position < 0) {
      const beside = other.kind === 'path' && this.#actors.includes(other.path[0]!);
      if (beside && fields.length === 0) return () => name;
      throw this.#unknown({ text: name, at: operand.word.at }, 'there is no actor', this.#actors);
    }
    const read = (snapshot: AnyMachineSnapshot): unknown => valueAt(snapshot, fields);
    this.#refuseUnknownField(operand.word, position, fields);
    this.#show(operand.word.text, position, read);
    return this.#of(position, read);
  }

  #refuseUnknownField(word: Word, position: number, fields: readonly string[]): void {
    const { snapshots } = this.#relation.locals[position]!;
    if (fields.length === 0 || snapshots.some((snapshot) => valueAt(snapshot, fields) !== undefined)) return;
    const known = Object.keys(snapshots[0]!.context as object);
    throw this.#wrong(
      `the context of ${this.#actors[position]!} has no such field.${suggest(fields[0]!, known)}`,
      word,
    );
  }

  #actor(word: Word): number {
    const position = this.#actors.indexOf(word.text);
    if (position >= 0) return position;
    throw this.#unknown(word, 'there is no actor', this.#actors);
  }

  #of<T>(position: number, read: (snapshot: AnyMachineSnapshot) => T): Reader<T> {
    const known: T[] = [];
    const has: boolean[] = [];
    const { snapshots } = this.#relation.locals[position]!;
    return (state) => {
      const local = state[position]!;
      if (!has[local]) {
        known[local] = read(snapshots[local]!);
        has[local] = true;
      }
      return known[local]!;
    };
  }

  #show(name: string, position: number, read: (snapshot: AnyMachineSnapshot) => unknown): void {
    this.shown.set(
      name,
      this.#of(position, (snapshot) => `${name} = ${showShort(read(snapshot))}`),
    );
  }

  #unknown(word: Word, what: string, known: readonly string[]): Error {
    return this.#wrong(`${what} "${word.text}".${suggest(word.text, known)}`, word);
  }

  #wrong(what: string, word: Word): Error {
    return mistake(this.#text, what, word.at);
  }
}

/** The state value of an actor, or a field of its context. */
function valueAt(snapshot: AnyMachineSnapshot, fields: readonly string[]): unknown {
  if (fields.length === 0) return snapshot.value;
  return fields.reduce<unknown>(
    (value, field) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, field)
        ? (value as Record<string, unknown>)[field]
        : undefined,
    snapshot.context,
  );
}

function isTrue(op: Comparison, a: unknown, b: unknown): boolean {
  if (op === '=') return same(a, b);
  if (op === '!=') return !same(a, b);
  // Order is for numbers and for texts, each among their own.
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) return false;
  const [x, y] = [a, b as typeof a];
  return op === '<' ? x < y : op === '<=' ? x <= y : op === '>' ? x > y : x >= y;
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  return canonical(a) === canonical(b);
}

function showShort(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
