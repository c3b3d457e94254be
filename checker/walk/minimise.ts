/** Makes the way to a finding shorter: every way that comes out is one that was taken. */
import type { Property } from '../property/types.ts';
import { Relation } from '../relation/relation.ts';
import type { Machines, System } from '../system/types.ts';
import { Finder } from './finder.ts';
import { Steps } from './steps.ts';

/** States around a way that are looked at, each time. */
const AROUND = 4000;
/** How often the surroundings are looked at, as long as that makes the way shorter. */
const ROUNDS = 6;

/** Steps by number. */
type Way = readonly number[];

/**
 * A shorter way to a finding of the property, or the same one. First by leaving out steps (ddmin of Zeller and Hildebrandt,
 * 2002, where what cannot be taken is passed over); then by a breadth-first search among the states near the way.
 */
export function minimise(
  system: System,
  property: Property<Machines>,
  way: Way,
  maxLocalStates: number,
): Way {
  const attempt = new Attempt(system, property, maxLocalStates);
  let best = attempt.follow(way) ?? way;
  best = leaveOut(best, (steps) => attempt.follow(steps));
  // A way of one step is as short as can be: `follow` would have ended it at the first state.
  for (let round = 0; round < ROUNDS && best.length > 1; round++) {
    const shorter = attempt.searchAround(best);
    if (shorter === undefined || shorter.length >= best.length) break;
    best = leaveOut(shorter, (steps) => attempt.follow(steps));
  }
  return best;
}

/** Leaves out ever smaller pieces as long as something is found without them. */
function leaveOut(way: Way, follow: (steps: Way) => Way | undefined): Way {
  let best = way;
  for (let pieces = 2; best.length > 1;) {
    const size = Math.ceil(best.length / pieces);
    let shorter: Way | undefined;
    for (let at = 0; at < best.length && shorter === undefined; at += size) {
      const found = follow([...best.slice(0, at), ...best.slice(at + size)]);
      if (found !== undefined && found.length < best.length) shorter = found;
    }
    if (shorter !== undefined) {
      best = shorter;
      pieces = Math.max(2, pieces - 1);
    } else if (size === 1) break;
    else pieces = Math.min(best.length, 2 * pieces);
  }
  return best;
}

/** A state near a way. */
interface Near {
  readonly locals: readonly number[];
  /** What the property found in it; undefined for nothing, or if it was not looked at. */
  finding: { readonly step: number | undefined } | undefined;
  /** Steps out of it, and where they lead; empty if it was not looked at. */
  edges: readonly { readonly step: number; readonly to: Near }[];
}

/** Tries ways to what one property finds. */
class Attempt {
  readonly #steps: Steps;
  readonly #finder: Finder;

  constructor(system: System, property: Property<Machines>, maxLocalStates: number) {
    const relation = new Relation(system, { maxLocalStates });
    this.#finder = new Finder(relation, property);
    this.#steps = new Steps(relation, this.#finder);
  }

  /** Takes those of the steps that can be taken, until something is found. Returns the steps that it took. */
  follow(way: Way): Way | undefined {
    const taken: number[] = [];
    this.#steps.restart();
    for (let next = 0; ; next++) {
      const { finding } = this.#finder;
      if (finding !== undefined) return finding.step === undefined ? taken : [...taken, finding.step];
      let at = -1;
      for (; next < way.length && at < 0; next++) at = this.#position(way[next]!);
      if (at < 0) return undefined;
      next--;
      taken.push(way[next]!);
      this.#steps.take(at);
    }
  }

  /** A shortest way among the states that are nearest to this one. */
  searchAround(way: Way): Way | undefined {
    const near = new Map<string, Near>();
    const queue: Near[] = [];
    const meet = (locals: readonly number[]): Near => {
      const key = locals.join();
      const known = near.get(key);
      if (known !== undefined) return known;
      const one: Near = { locals, finding: undefined, edges: [] };
      near.set(key, one);
      queue.push(one);
      return one;
    };
    this.#steps.restart();
    const first = meet(this.#steps.locals);
    for (const step of way) {
      const at = this.#position(step);
      if (at < 0) break;
      this.#steps.take(at);
      meet(this.#steps.locals);
    }
    for (let looked = 0; looked < queue.length && looked < AROUND; looked++) {
      const one = queue[looked]!;
      this.#steps.goTo(one.locals);
      one.finding = this.#finder.finding;
      one.edges = Array.from({ length: this.#steps.count }, (_, i) => ({
        step: this.#steps.enabled[i]!,
        to: meet(this.#steps.after(i)),
      }));
    }
    return shortest(first);
  }

  #position(step: number): number {
    return this.#steps.enabled.subarray(0, this.#steps.count).indexOf(step);
  }
}

/** Breadth first from a state to one with a finding. */
function shortest(first: Near): Way | undefined {
  const from = new Map<Near, { readonly before: Near; readonly step: number } | undefined>([
    [first, undefined],
  ]);
  // A Map iterates in the order of insertion, and takes in what is added on the way: it is the queue.
  for (const [one] of from) {
    if (one.finding !== undefined) {
      const way = one.finding.step === undefined ? [] : [one.finding.step];
      for (let link = from.get(one); link !== undefined; link = from.get(link.before)) way.unshift(link.step);
      return way;
    }
    for (const { step, to } of one.edges) if (!from.has(to)) from.set(to, { before: one, step });
  }
  return undefined;
}
