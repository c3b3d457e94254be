/**
 * Smaller automata for claims. A node simulates another if it may read whatever the other reads, is in all acceptance sets
 * that the other is in, and whatever the other does next, it can do something that simulates that. A move to a node is not
 * needed beside a move to one that simulates it (Etessami and Holzmann, Optimizing Büchi Automata, 2000): every claim is
 * searched together with all states of the system, so that each node less is that many states less.
 */
import type { Automaton, AutomatonNode } from '../property/automaton.ts';

/** The same language, without moves that others make unnecessary. */
export function simplify(automaton: Automaton): Automaton {
  const marked = withoutIdleMarks(automaton);
  const simulates = simulation(marked);
  const needed = (targets: readonly number[]): number[] =>
    targets.filter(
      (one) =>
        !targets.some(
          // Of two that simulate each other, the first stays.
          (other) => other !== one && simulates(other, one) && (!simulates(one, other) || other < one),
        ),
    );
  const nodes = marked.map((node) => ({ ...node, successors: needed(node.successors) }));
  return { ...automaton, nodes, initial: needed(automaton.initial) };
}

/** Being in an acceptance set says nothing where no run can come to all sets again and again. */
function withoutIdleMarks({ nodes, acceptance }: Automaton): readonly AutomatonNode[] {
  const beyond = nodes.map((node) => reached(nodes, node.successors));
  const all = (2 ** acceptance - 1) | 0;
  return nodes.map((node, i) => {
    const around = [...beyond[i]!].filter((other) => beyond[other]!.has(i));
    const met = around.reduce((sets, other) => sets | nodes[other]!.accepting, 0);
    return isSubset(all, met) && around.length > 0 ? node : { ...node, accepting: 0 };
  });
}

function reached(nodes: readonly AutomatonNode[], from: readonly number[]): ReadonlySet<number> {
  const found = new Set(from);
  for (const one of found) for (const next of nodes[one]!.successors) found.add(next);
  return found;
}

/** The greatest relation that is one: begins with all pairs, and takes away what contradicts it. */
function simulation(nodes: readonly AutomatonNode[]): (better: number, worse: number) => boolean {
  const related = nodes.map((better) =>
    nodes.map(
      (worse) =>
        isSubset(better.positive, worse.positive) &&
        isSubset(better.negative, worse.negative) &&
        isSubset(worse.accepting, better.accepting),
    ),
  );
  const follows = (better: number, worse: number): boolean =>
    nodes[worse]!.successors.every((next) =>
      nodes[better]!.successors.some((other) => related[other]![next]!),
    );
  for (let changed = true; changed;) {
    changed = false;
    related.forEach((row, better) => {
      row.forEach((yes, worse) => {
        if (!yes || follows(better, worse)) return;
        row[worse] = false;
        changed = true;
      });
    });
  }
  return (better, worse) => related[better]![worse]!;
}

function isSubset(some: number, all: number): boolean {
  return (some & ~all) === 0;
}
