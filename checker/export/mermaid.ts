import { mermaidText } from '../report/formats/mermaid.ts';
import { arrowsOf } from './diagram.ts';
import type { Diagram, DiagramState } from './diagram.ts';

/** Columns for one line of a label. */
const LABEL = 80;

/** A state diagram of Mermaid. The root is drawn as a box where transitions begin or end at it. */
export function mermaidDiagram(diagram: Diagram): string {
  const names = namesOf(diagram.root);
  const arrows = arrowsOf(diagram);
  const { root } = diagram;
  const boxed = root.type === 'parallel' || arrows.some(({ from, to }) => from === root.id || to === root.id);
  const lines = boxed ? stateLines(root, names, '  ') : insideLines(root, names, '  ');
  return [
    'stateDiagram-v2',
    `  accTitle: ${mermaidText(diagram.machine, LABEL)}`,
    ...lines,
    ...arrows.map(({ from, to, labels }) => {
      const label = labels.map((one) => mermaidText(one, LABEL).replaceAll(':', '#58;')).join('<br/>');
      return `  ${names.get(from)!} --> ${names.get(to)!}: ${label}`;
    }),
    '',
  ].join('\n');
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

function stateLines(state: DiagramState, names: ReadonlyMap<string, string>, indent: string): string[] {
  const name = names.get(state.id)!;
  const label = `${indent}state "${labelOf(state)}" as ${name}`;
  if (state.states.length === 0) {
    return [label, ...(state.type === 'final' ? [`${indent}${name} --> [*]`] : [])];
  }
  return [label, `${indent}state ${name} {`, ...insideLines(state, names, `${indent}  `), `${indent}}`];
}

/** The states inside of one; regions of a parallel state are separated by a line. */
function insideLines(state: DiagramState, names: ReadonlyMap<string, string>, indent: string): string[] {
  return [
    ...(state.initial === undefined ? [] : [`${indent}[*] --> ${names.get(state.initial)!}`]),
    ...state.states.flatMap((one, i) => [
      ...(state.type === 'parallel' && i > 0 ? [`${indent}--`] : []),
      ...stateLines(one, names, indent),
    ]),
  ];
}

function labelOf({ key, type, deep, tags }: DiagramState): string {
  const text = type === 'history' ? `${key} (H${deep ? '*' : ''})` : key;
  const tagged = tags.length === 0 ? text : `${text} · ${tags.join(', ')}`;
  return mermaidText(tagged, LABEL);
}
