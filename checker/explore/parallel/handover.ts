/** From a search by one thread to one by several, and back. */
import type { Expander } from '../expand.ts';
import { Frontier } from '../frontier.ts';
import { hasKeys } from '../kernel/insert.ts';
import { Visited } from '../visited.ts';
import type { StoreLimits } from '../visited.ts';
import { Fleet, repacked } from './fleet.ts';
import { Lead } from './lead.ts';
import type { LeadOptions } from './lead.ts';
import { shardsOf } from './shards.ts';

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

/** Has threads go on; undefined, and nothing is changed, where they cannot or there is no memory for that. */
export function handOver(
  { visited, frontier, depth }: Standing,
  options: LeadOptions,
  limits: { readonly threads: number; readonly maxDepth: number; readonly maxBytes: number },
): Handed | undefined {
  if (!hasKeys(visited.layout)) return undefined;
  options.kernel.renew();
  const lead = new Lead(options);
  const program = lead.program(false);
  if (program === undefined || !Fleet.fits(visited.layout, lead.steps, limits.threads, program))
    return undefined;
  try {
    const shards = shardsOf(visited, visited.layout, limits.threads, (bytes) => visited.fits(bytes));
    if (shards === undefined) return undefined;
    const rest = { depth, current: frontier.takeAll(), next: [] };
    return { lead, fleet: new Fleet(visited.layout, rest, lead, limits, shards, program) };
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return undefined;
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
