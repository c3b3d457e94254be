import { arrowsOf } from './diagram.ts';
import type { Diagram, DiagramState } from './diagram.ts';

/** A graph for Graphviz: states with states inside are clusters. */
export function dotGraph(diagram: Diagram): string {
  const { root } = diagram;
  const all = new Map<string, DiagramState>();
  const collect = (state: DiagramState): void => {
    all.set(state.id, state);
    state.states.forEach(collect);
  };
  collect(root);
  return [
    `digraph ${quoted(diagram.machine)} {`,
    '  compound=true;',
    '  node [shape=box, style=rounded, fontname="Helvetica"];',
    '  edge [fontname="Helvetica", fontsize=10];',
    ...stateLines(root, '  '),
    ...arrowsOf(diagram).map(({ from, to, labels }) => {
      const label = `label=${quoted(labels.join('\n'))}`;
      const [tail, head] = [all.get(from)!, all.get(to)!];
      // An arrow ends at a node; Graphviz cuts it off at the border of the cluster around it.
      const cuts = [
        ...(tail.states.length > 0 ? [`ltail=${cluster(tail)}`] : []),
        ...(head.states.length > 0 ? [`lhead=${cluster(head)}`] : []),
      ];
      return `  ${quoted(anchor(tail))} -> ${quoted(anchor(head))} [${[label, ...cuts].join(', ')}];`;
    }),
    '}',
    '',
  ].join('\n');
}

function stateLines(state: DiagramState, indent: string): string[] {
  const { id, states, initial, type } = state;
  const label = `label=${quoted(labelOf(state))}`;
  if (states.length === 0) {
    const shape = type === 'final' ? ', peripheries=2' : type === 'history' ? ', shape=circle' : '';
    return [`${indent}${quoted(id)} [${label}${shape}];`];
  }
  const start = `${id}${START}`;
  return [
    `${indent}subgraph ${cluster(state)} {`,
    `${indent}  ${label};`,
    ...(type === 'parallel' ? [`${indent}  style=dashed;`] : []),
    ...(initial === undefined
      ? []
      : [
          `${indent}  ${quoted(start)} [shape=point, label=""];`,
          `${indent}  ${quoted(start)} -> ${quoted(initialAnchor(state))};`,
        ]),
    ...states.flatMap((one) => stateLines(one, `${indent}  `)),
    `${indent}}`,
  ];
}

/** Behind an id, which cannot hold it: the dot where a state begins. */
const START = ' (start)';

function initialAnchor({ initial, states }: DiagramState): string {
  return anchor(states.find(({ id }) => id === initial)!);
}

/** The node that stands for a state: of a cluster, the first inside. */
function anchor({ id, states }: DiagramState): string {
  const [first] = states;
  return first === undefined ? id : anchor(first);
}

function cluster({ id }: DiagramState): string {
  return quoted(`cluster ${id}`);
}

function labelOf({ key, type, deep, tags }: DiagramState): string {
  const text = type === 'history' ? `H${deep ? '*' : ''}` : key;
  return tags.length === 0 ? text : `${text}\n${tags.join(', ')}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
