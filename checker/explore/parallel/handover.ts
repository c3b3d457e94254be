/** From a search by one thread to one by several, and back. */
import type { Expander } from '../expand.ts';
import { Frontier } from '../frontier.ts';
import { hasKeys } from '../kernel/insert.ts';
import { MAX_THREADS } from '../room.ts';
import type { SearchLimits } from '../types.ts';
import { Visited } from '../visited.ts';
import type { StoreLimits } from '../visited.ts';
import { isShared } from '../webassembly.ts';
import { Fleet, repacked } from './fleet.ts';
import { Lead } from './lead.ts';
import type { LeadOptions } from './lead.ts';
import { partsFor, Shards, shardsOf } from './shards.ts';
import { Threads } from './threads.ts';

/** States from which on several threads are faster than one, and from which on they are started: that takes a while. */
const LARGE_SEARCH = 1 << 17;
const COMING = LARGE_SEARCH >>> 2;

export interface Handed {
  readonly fleet: Fleet;
  readonly lead: Lead;
}

/** Where a search by one thread stands, at the beginning of a level. */
export interface Standing {
  readonly visited: Visited;
  readonly frontier: Frontier;
  readonly depth: number;
}

/** The threads that will take over from one. */
export class Helpers {
  readonly #limits: SearchLimits;
  #threads: Threads | undefined;

  constructor(limits: SearchLimits) {
    this.#limits = limits;
  }

  /** Whether they are to take over a search of so many states. Starts them when that is near. */
  isTime(states: number): boolean {
    const { workers, kernel } = this.#limits;
    // Tests have every search taken over.
    const isLarge = kernel === 'wasm' || states >= LARGE_SEARCH;
    if (isLarge || states >= COMING) this.#threads ??= new Threads(Math.min(workers!, MAX_THREADS));
    return isLarge;
  }

  /** Has them go on; undefined, and nothing is changed, where they cannot or there is no memory for that. */
  takeOver({ visited, frontier, depth }: Standing, options: LeadOptions): Handed | undefined {
    const { layout } = visited;
    if (!hasKeys(layout)) return undefined;
    options.kernel.renew();
    const lead = new Lead(options);
    const parts = partsFor(layout, visited.count);
    const program = lead.program();
    if (program === undefined || !Fleet.fits(layout, lead.steps, parts, program)) return undefined;
    try {
      const { memory } = visited.table.room;
      const shards =
        parts === 1 && memory !== undefined && isShared(memory)
          ? new Shards(layout, [visited.table])
          : shardsOf(visited, layout, parts, (bytes) => visited.fits(bytes));
      if (shards === undefined) return undefined;
      const rest = { depth, current: frontier.arrays, next: [] };
      return { lead, fleet: new Fleet(rest, lead, this.#limits, shards, program, this.#threads!) };
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      this.close();
      visited.table.allow = (bytes) => visited.fits(bytes);
      return undefined;
    }
  }

  /** Gives the threads back. */
  close(): void {
    this.#threads?.end();
    this.#threads = undefined;
  }
}

/** A search by one thread that goes on where the threads have stopped. */
export interface TakenBack extends Standing {
  /** States of the level that are left. */
  readonly left: number;
}

/** Undefined where there is no memory for that. */
export function takeBack({ fleet, lead }: Handed, limits: StoreLimits): TakenBack | undefined {
  const { shards, rest } = fleet;
  const { layout } = lead;
  const frontier = new Frontier(layout);
  const visited = new Visited(layout, limits, () => frontier.bytes);
  if (!visited.takeOver(shards)) return undefined;
  const push = (chunks: readonly Uint32Array[]): void => {
    for (const chunk of chunks) {
      const states = repacked(chunk, shards.layout, layout);
      frontier.push(states, 0, states.length / layout.words);
    }
  };
  push(rest.current);
  const left = frontier.count;
  push(rest.next);
  return { visited, frontier, depth: rest.depth, left };
}

/** Judges what the threads have found and not expanded. `judged`: something may have been found about these states. */
export function judgeRest(
  { rest, shards: { layout } }: Fleet,
  expander: Expander,
  judged: (states: Uint32Array, depth: number) => void,
): void {
  [rest.current, rest.next].forEach((chunks, further) => {
    for (const chunk of chunks) {
      expander.judge(chunk, 0, chunk.length / layout.words);
      judged(chunk, rest.depth + further);
    }
  });
}
