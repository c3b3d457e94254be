import type { CycleLink, Wait } from './types.ts';

/** A shortest cycle through each group of actors that wait for each other, in the order of the waits. */
export function cyclesOf(waits: readonly Wait[]): CycleLink[][] {
  const links = waits.flatMap((wait) =>
    wait.holders.map((holder): CycleLink => ({ by: wait.by, for: wait.for, holder })),
  );
  const agents = [...new Set(links.map(({ by }) => by))];
  const through = agents.flatMap((agent) => shortest(links, agent) ?? []);
  const cycles: CycleLink[][] = [];
  // Short ones first: a cycle that shares an actor with a shorter one says nothing that is needed.
  for (const cycle of through.sort((a, b) => a.length - b.length)) {
    const members = new Set(cycle.map(({ by }) => by));
    if (!cycles.some((known) => known.some(({ by }) => members.has(by)))) cycles.push(cycle);
  }
  return cycles;
}

/** A shortest way from an actor back to itself, as a list of one, or undefined. */
function shortest(links: readonly CycleLink[], from: string): [CycleLink[]] | undefined {
  const seen = new Set<string>();
  let ways: CycleLink[][] = [[]];
  while (ways.length > 0) {
    const next: CycleLink[][] = [];
    for (const way of ways) {
      const at = way.at(-1)?.holder.name ?? from;
      for (const link of links.filter(({ by }) => by === at)) {
        if (link.holder.name === from) return [[...way, link]];
        if (seen.has(link.holder.name)) continue;
        seen.add(link.holder.name);
        next.push([...way, link]);
      }
    }
    ways = next;
  }
  return undefined;
}
