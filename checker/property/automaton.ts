/**
 * From a formula in normal form to a generalised Büchi automaton, by the tableau of Gerth, Peled, Vardi and Wolper
 * (Simple on-the-fly automatic verification of linear temporal logic, 1995). Acceptance stays generalised: the search
 * for fair components handles any number of sets.
 */
import { formulaKey } from './formula.ts';
import type { NormalFormula } from './formula.ts';

/** A node reads one state: it may be in a state only if the literals agree. */
export interface AutomatonNode {
  /** Atoms that must be true, and that must be false, as bit masks. */
  readonly positive: number;
  readonly negative: number;
  readonly successors: readonly number[];
  /** Bit j: the node is in acceptance set j. */
  readonly accepting: number;
}

export interface Automaton {
  readonly nodes: readonly AutomatonNode[];
  readonly initial: readonly number[];
  /** Number of acceptance sets. A run is accepted if it visits each infinitely often. */
  readonly acceptance: number;
}

/** Atoms at most, and acceptance sets: masks are 32-bit integers. */
export const MAX_ATOMS = 31;

interface Draft {
  readonly incoming: Set<number>;
  readonly todo: readonly NormalFormula[];
  readonly old: ReadonlyMap<string, NormalFormula>;
  readonly next: ReadonlyMap<string, NormalFormula>;
}

/** What a node says of the state that it reads. */
type Reading = Omit<AutomatonNode, 'successors'>;

interface Done extends Reading {
  readonly incoming: Set<number>;
}

interface Until {
  readonly key: string;
  readonly right: NormalFormula;
}

const START = -1;

export function buildAutomaton(formula: NormalFormula): Automaton {
  const untils = untilsOf(formula);
  if (untils.length > MAX_ATOMS)
    throw new Error(`${untils.length} acceptance sets, ${MAX_ATOMS} are possible`);
  const done = expandAll(formula, untils);
  const successors: number[][] = done.map(() => []);
  const initial: number[] = [];
  done.forEach(({ incoming }, node) => {
    for (const from of incoming) (from === START ? initial : successors[from]!).push(node);
  });
  const nodes = done.map(({ positive, negative, accepting }, i): AutomatonNode => {
    return { positive, negative, accepting, successors: successors[i]! };
  });
  return { nodes, initial, acceptance: untils.length };
}

/** The untils of a formula: each makes an acceptance set. */
export function untilsOf(formula: NormalFormula): readonly Until[] {
  const untils = new Map<string, Until>();
  const visit = (one: NormalFormula): void => {
    if (!('left' in one)) return;
    if (one.op === 'until') untils.set(formulaKey(one), { key: formulaKey(one), right: one.right });
    visit(one.left);
    visit(one.right);
  };
  visit(formula);
  return [...untils.values()];
}

function expandAll(formula: NormalFormula, untils: readonly Until[]): Done[] {
  const done: Done[] = [];
  const byContent = new Map<string, number>();
  const work: Draft[] = [{ incoming: new Set([START]), todo: [formula], old: new Map(), next: new Map() }];
  for (let draft = work.pop(); draft !== undefined; draft = work.pop()) {
    const [formula, ...todo] = draft.todo;
    if (formula !== undefined) {
      work.push(...expandOne(draft, formula, todo));
      continue;
    }
    const reading = readingOf(draft.old, untils);
    // Nodes that read the same, count the same and owe the same accept the same words, however they came about.
    const { positive, negative, accepting } = reading;
    const content = [positive, negative, accepting, ...[...draft.next.keys()].sort()].join(';');
    const known = byContent.get(content);
    if (known !== undefined) {
      for (const from of draft.incoming) done[known]!.incoming.add(from);
      continue;
    }
    const node = done.push({ incoming: draft.incoming, ...reading }) - 1;
    byContent.set(content, node);
    work.push({ incoming: new Set([node]), todo: [...draft.next.values()], old: new Map(), next: new Map() });
  }
  return done;
}

function readingOf(old: ReadonlyMap<string, NormalFormula>, untils: readonly Until[]): Reading {
  let positive = 0;
  let negative = 0;
  for (const formula of old.values()) {
    if (formula.op !== 'literal') continue;
    if (formula.positive) positive |= 1 << formula.atom;
    else negative |= 1 << formula.atom;
  }
  const accepting = untils.reduce((mask, { key, right }, j) => {
    const fulfilled = !old.has(key) || right.op === 'true' || old.has(formulaKey(right));
    return fulfilled ? mask | (1 << j) : mask;
  }, 0);
  return { positive, negative, accepting };
}

/** One step of the tableau; no draft for a contradiction, two for a choice. */
function expandOne(draft: Draft, formula: NormalFormula, todo: readonly NormalFormula[]): Draft[] {
  const key = formulaKey(formula);
  if (draft.old.has(key) || formula.op === 'true') return [{ ...draft, todo }];
  if (formula.op === 'false') return [];
  const old = new Map(draft.old).set(key, formula);
  const also = (...more: NormalFormula[]): Draft => ({
    ...draft,
    incoming: new Set(draft.incoming),
    old,
    todo: [...more, ...todo],
  });
  const later = (base: Draft): Draft => ({ ...base, next: new Map(draft.next).set(key, formula) });
  switch (formula.op) {
    case 'literal':
      return draft.old.has(formulaKey({ ...formula, positive: !formula.positive })) ? [] : [also()];
    case 'and':
      return [also(formula.left, formula.right)];
    case 'or':
      return [also(formula.left), also(formula.right)];
    case 'until':
      return [also(formula.right), later(also(formula.left))];
    case 'release':
      return [also(formula.left, formula.right), later(also(formula.right))];
  }
}
