/** All kinds of properties of runs on one system: the checker's verdicts and counterexamples against the reference. */
import { expect } from 'vitest';
import {
  alwaysEventually,
  check,
  eventually,
  eventuallyAlways,
  leadsTo,
  ltl,
  recoverable,
} from '../../checker/index.ts';
import type { Machines, Property, PropertyResult, System, Verdict } from '../../checker/index.ts';
import { atom, binary, showTersely, unary } from './temporal-formula.ts';
import type { Ltl } from './temporal-formula.ts';
import { graphOf } from './temporal-graph.ts';
import type { Graph } from './temporal-graph.ts';
import { expectRealLasso, expectRealTrap } from './temporal-lasso.ts';
import type { Atom } from './temporal-random.ts';
import { guesses, holdsOnFairRuns, trapsOf } from './temporal.ts';
import type { Labels } from './temporal.ts';

export type Atoms = Readonly<Record<string, Atom>>;

/** A property, with the formula that the reference looks at; none for `recoverable`. */
interface Asked {
  readonly property: Property<Machines>;
  readonly formula: Ltl | undefined;
}

const [P, Q] = [atom('p'), atom('q')];
const F = (of: Ltl): Ltl => unary('F', of);
const G = (of: Ltl): Ltl => unary('G', of);

/** Temporal operators that the reference takes on. */
const MOST_GUESSES = 6;

/** The five kinds with a name of their own, over atoms p and q; and formulas, `ltl 0` and so on, unless they are too large. */
function allKinds(atoms: Atoms, formulas: readonly Ltl[]): Asked[] {
  const [p, q] = [atoms.p, atoms.q] as [never, never];
  const of = (property: unknown, formula: Ltl | undefined): Asked => ({
    property: property as Property<Machines>,
    formula,
  });
  return [
    of(recoverable('recoverable', p), undefined),
    of(leadsTo('leads to', p, q), G(binary('->', P, F(Q)))),
    of(eventually('eventually', p), F(P)),
    of(alwaysEventually('always eventually', p), G(F(P))),
    of(eventuallyAlways('eventually always', p), F(G(P))),
    ...formulas
      .map((formula, i) => of(ltl(`ltl ${i}`, showTersely(formula), atoms as never), formula))
      .filter(({ formula }) => guesses(formula!) <= MOST_GUESSES),
  ];
}

export interface Compared {
  readonly graph: Graph;
  readonly labels: Labels;
  readonly results: readonly PropertyResult[];
}

/** Compares everything. Undefined if the system has more states than the limit. */
export async function expectSameLiveness(
  system: System,
  atoms: Atoms,
  formulas: readonly Ltl[],
  limit: number,
): Promise<Compared | undefined> {
  const asked = allKinds(atoms, formulas);
  const properties = asked.map(({ property }) => property) as never;
  const graph = graphOf(system, limit);
  if (graph === undefined) {
    const { properties: results } = await check(system as never, properties, { maxStates: limit });
    // A search that was cut short decides nothing about runs, and finds no cycles either.
    for (const { verdict, trace } of results.slice(0, asked.length))
      expect([verdict, trace]).toEqual(['incomplete', undefined]);
    return undefined;
  }
  const labels = labelsOf(graph, atoms);
  const { properties: results } = await check(system as never, properties);
  asked.forEach(({ property: { name, kind }, formula }, i) => {
    const { verdict, trace } = results[i]!;
    expect([name, verdict]).toEqual([name, expectedVerdict(graph, labels, kind, formula)]);
    expect(trace !== undefined).toBe(verdict === 'violated');
    if (trace === undefined) return;
    if (formula !== undefined) expectRealLasso(system, graph, labels, formula, trace);
    else expectRealTrap(system, graph, trueIn(labels, 'p'), trace);
  });
  return { graph, labels, results };
}

function expectedVerdict(
  graph: Graph,
  labels: Labels,
  kind: Property<Machines>['kind'],
  formula: Ltl | undefined,
): Verdict {
  if (formula === undefined) return trapsOf(graph, trueIn(labels, 'p')).length === 0 ? 'holds' : 'violated';
  if (!holdsOnFairRuns(graph, labels, formula)) return 'violated';
  return kind === 'leadsTo' && !trueIn(labels, 'p').includes(true) ? 'vacuous' : 'holds';
}

export function labelsOf(graph: Graph, atoms: Atoms): Labels {
  return graph.snapshots.map((state) => new Set(Object.keys(atoms).filter((name) => atoms[name]!(state))));
}

export function trueIn(labels: Labels, name: string): boolean[] {
  return labels.map((label) => label.has(name));
}
