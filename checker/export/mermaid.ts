import { mermaidText } from '../report/formats/mermaid.ts';
import { arrowsOf } from './diagram.ts';
import type { Diagram, DiagramState } from './diagram.ts';

/** Columns for one line of a label. */
const LABEL = 80;

/** A box that stands for another state, beside the one that it is connected with. */
interface StandIn {
  readonly name: string;
  readonly label: string;
  readonly beside: string;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
}

/** A state diagram of Mermaid. The root is drawn as a box where it is parallel. */
export function mermaidDiagram(diagram: Diagram): string {
  const { root } = diagram;
  const names = namesOf(root);
  const { arrows, standIns } = drawable(diagram, names);
  const boxed = root.type === 'parallel' || root.states.length === 0;
  const lines = (boxed ? stateLines : insideLines)(root, { names, standIns }, '  ');
  return [
    'stateDiagram-v2',
    `  accTitle: ${mermaidText(diagram.machine, LABEL)}`,
    ...lines,
    ...arrows.map(({ from, to, labels }) => {
      const label = labels.map((one) => mermaidText(one, LABEL).replaceAll(':', '#58;')).join('<br/>');
      return `  ${from} --> ${to}: ${label}`;
    }),
    ...(standIns.length === 0
      ? []
      : [
          '  classDef standIn fill:none,stroke-dasharray:3 3',
          `  class ${standIns.map(({ name }) => name).join(',')} standIn`,
        ]),
    '',
  ].join('\n');
}

/**
 * The arrows as Mermaid can draw them. It hides one between a state and something inside that state, and now and then one
 * from a state with states inside to itself: such an arrow begins or ends at a stand-in for the outer state, which is
 * drawn inside it.
 */
function drawable(
  diagram: Diagram,
  names: ReadonlyMap<string, string>,
): { arrows: Arrow[]; standIns: StandIn[] } {
  const within = insidesOf(diagram.root);
  const standIns = new Map<string, StandIn>();
  const standIn = (outer: string, beside: string, label: string): string => {
    const key = JSON.stringify([outer, beside, label]);
    const found = standIns.get(key) ?? { name: `x${standIns.size}`, label, beside };
    standIns.set(key, found);
    return found.name;
  };
  const keyOf = (id: string): string => within.get(id)!.key;
  const arrows = arrowsOf(diagram).map(({ from, to, labels }): Arrow => {
    const [tail, head] = [names.get(from)!, names.get(to)!];
    const everywhere = from === diagram.root.id ? 'in every state' : `everywhere in ${keyOf(from)}`;
    if (within.get(from)!.ids.has(to)) return { from: standIn(from, to, everywhere), to: head, labels };
    const [first] = within.get(from)!.ids;
    if (from === to && first !== undefined) {
      const self = standIn(from, first, everywhere);
      return { from: self, to: self, labels };
    }
    if (within.get(to)!.ids.has(from)) {
      return { from: tail, to: standIn(to, from, `↻ ${keyOf(to)}`), labels };
    }
    return { from: tail, to: head, labels };
  });
  return { arrows, standIns: [...standIns.values()] };
}

/** By state, its key and everything inside it. */
function insidesOf(root: DiagramState): ReadonlyMap<string, { key: string; ids: ReadonlySet<string> }> {
  const all = new Map<string, { key: string; ids: ReadonlySet<string> }>();
  const visit = ({ id, key, states }: DiagramState): readonly string[] => {
    // Those nearest to it come first.
    const inside = [...states.map((one) => one.id), ...states.flatMap(visit)];
    all.set(id, { key, ids: new Set(inside) });
    return [id, ...inside];
  };
  visit(root);
  return all;
}

/** Mermaid's names of the states: none of ours can be a word of its. */
function namesOf(root: DiagramState): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const visit = ({ id, states }: DiagramState): void => {
    names.set(id, `s${names.size}`);
    states.forEach(visit);
  };
  visit(root);
  return names;
}

interface Written {
  readonly names: ReadonlyMap<string, string>;
  readonly standIns: readonly StandIn[];
}

function stateLines(state: DiagramState, written: Written, indent: string): string[] {
  const name = written.names.get(state.id)!;
  const label = `${indent}state "${labelOf(state)}" as ${name}`;
  if (state.states.length === 0) {
    return [label, ...(state.type === 'final' ? [`${indent}${name} --> [*]`] : [])];
  }
  return [label, `${indent}state ${name} {`, ...insideLines(state, written, `${indent}  `), `${indent}}`];
}

/** The states inside of one; regions of a parallel state are separated by a line. */
function insideLines(state: DiagramState, written: Written, indent: string): string[] {
  const { names, standIns } = written;
  return [
    ...(state.initial === undefined ? [] : [`${indent}[*] --> ${names.get(state.initial)!}`]),
    ...state.states.flatMap((one, i) => [
      ...(state.type === 'parallel' && i > 0 ? [`${indent}--`] : []),
      ...stateLines(one, written, indent),
      ...standIns
        .filter(({ beside }) => beside === one.id)
        .map(({ name, label }) => `${indent}state "${mermaidText(label, LABEL)}" as ${name}`),
    ]),
  ];
}

function labelOf({ key, type, deep, tags }: DiagramState): string {
  const text = type === 'history' ? `${key} (H${deep ? '*' : ''})` : key;
  const tagged = tags.length === 0 ? text : `${text} · ${tags.join(', ')}`;
  return mermaidText(tagged, LABEL);
}
