import type { Property } from '../../property/types.ts';
import type { Relation } from '../../relation/relation.ts';
import type { Machines } from '../../system/types.ts';
import type { Bits } from './bits.ts';
import { Influence } from './influence.ts';
import { Reach } from './reach.ts';
import { StubbornSets } from './stubborn.ts';
import type { Open } from './stubborn.ts';

/** Leaves out steps of states. */
export interface Reduction {
  /** Of the state in the relation's hand: the steps to be taken, as bits; undefined for all. */
  choose: () => Int32Array | undefined;
}

/** What there is to be found in a check. */
interface Judged {
  readonly properties: readonly Property<Machines>[];
  readonly findings: readonly unknown[];
}

/** States with a local state that was not thought of, after which it is taken in; more each time, as that takes long. */
const FIRST_PATIENCE = 256;

/** Partial order reduction of a search; see {@link StubbornSets}. */
export class PartialOrder implements Reduction {
  /** States of which some enabled step was left out, and all others. */
  reduced = 0;
  whole = 0;
  readonly #relation: Relation;
  readonly #judged: Judged;
  readonly #reach: Reach;
  #stubborn: StubbornSets;
  /** By actor and local state of the search: the number of that local state in `#reach`; −1 for none. */
  readonly #numbers: number[][];
  readonly #locals: Int32Array;
  readonly #strangers = new Map<string, readonly [number, number]>();
  #patience = FIRST_PATIENCE;
  #open: Open;
  #found: number;

  /** Throws RH204 and RH302 where the system cannot be looked through beforehand. */
  constructor(relation: Relation, judged: Judged) {
    this.#relation = relation;
    this.#judged = judged;
    this.#reach = new Reach(relation.system, judged.properties);
    this.#stubborn = new StubbornSets(this.#reach, new Influence(this.#reach));
    this.#numbers = relation.locals.map(() => []);
    this.#locals = new Int32Array(relation.actors);
    this.#found = this.#countFound();
    this.#open = this.#stillOpen();
  }

  choose(): Bits | undefined {
    const found = this.#countFound();
    if (found !== this.#found) {
      this.#found = found;
      this.#open = this.#stillOpen();
    }
    const chosen = this.#translate() ? this.#stubborn.choose(this.#locals, this.#open) : undefined;
    if (chosen === undefined) this.whole++;
    else this.reduced++;
    return chosen;
  }

  #countFound(): number {
    let found = 0;
    for (const finding of this.#judged.findings) if (finding !== undefined) found++;
    return found;
  }

  #stillOpen(): Open {
    const { properties, findings } = this.#judged;
    const open = properties.flatMap(({ kind }, i) => (findings[i] === undefined ? [{ kind, i }] : []));
    return {
      states: open.filter(({ kind }) => kind !== 'onStep' && kind !== 'deadlock').map(({ i }) => i),
      steps: new Set(open.filter(({ kind }) => kind === 'onStep').map(({ i }) => i)),
      deadlock: open.some(({ kind }) => kind === 'deadlock'),
    };
  }

  /** The state in hand in the numbers of `#reach`. False if it has a local state that nobody thought possible. */
  #translate(): boolean {
    const { hand, actors } = this.#relation;
    let isKnown = true;
    for (let actor = 0; actor < actors; actor++) {
      const local = hand[actor]!;
      const number = (this.#numbers[actor]![local] ??= this.#numberOf(actor, local));
      this.#locals[actor] = number;
      if (number >= 0) continue;
      isKnown = false;
      this.#strangers.set(`${actor} ${local}`, [actor, local]);
    }
    if (isKnown) return true;
    if (--this.#patience > 0) return false;
    this.#grow();
    return this.#translate();
  }

  #numberOf(actor: number, local: number): number {
    const found = this.#reach.relation.locals[actor]!.find(this.#relation.locals[actor]!.snapshots[local]!);
    return found === undefined || found >= this.#reach.sizes[actor]! ? -1 : found;
  }

  #grow(): void {
    const { locals } = this.#relation;
    const met = [...this.#strangers.values()];
    this.#reach.grow(met.map(([actor, local]) => [actor, locals[actor]!.snapshots[local]!]));
    this.#stubborn = new StubbornSets(this.#reach, new Influence(this.#reach));
    this.#strangers.clear();
    for (const numbers of this.#numbers) numbers.length = 0;
    this.#patience = FIRST_PATIENCE + 3 * this.whole;
  }
}
