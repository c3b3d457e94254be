/** A statechart as a graph to be laid out: states are boxes, and what stays inside a state is a line of its text. */
import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Chart, ChartEdge, ChartNode } from '../../shared/api.ts';

/** Of the monospace face at the size that charts have. */
const CHARACTER = 6.7;
export const LINE = 14;
const TITLE = 22;
const PADDING = 10;

/** One line of text: what may happen, and the edges of the chart that it stands for. */
export interface Line {
  readonly id: string;
  readonly text: string;
}

/** Transitions between the same two states, drawn as one arrow. */
export interface Arrow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly lines: readonly Line[];
  /** Whether it is taken without any event. */
  readonly always: boolean;
}

export interface Parts {
  readonly arrows: readonly Arrow[];
  /** By state, the transitions that stay in it. */
  readonly inside: ReadonlyMap<string, readonly Line[]>;
  readonly nodes: ReadonlyMap<string, ChartNode>;
}

/** `rele [referenced]`; `always` for transitions without an event. */
function textOf({ event, guard }: ChartEdge): string {
  const name = event === '' ? 'always' : event.replace(/^xstate\.done\.state\..*/, 'done');
  return guard === undefined ? name : `${name} [${guard}]`;
}

export function partsOf({ root, edges }: Chart): Parts {
  const nodes = new Map<string, ChartNode>();
  const visit = (node: ChartNode): void => {
    nodes.set(node.id, node);
    node.children.forEach(visit);
  };
  visit(root);
  const arrows = new Map<string, Arrow>();
  const inside = new Map<string, Line[]>();
  for (const edge of edges) {
    const line = { id: edge.id, text: textOf(edge) };
    const [target] = edge.to;
    if (target === undefined || target === edge.from) {
      const text = target === undefined ? line.text : `${line.text} ↻`;
      inside.set(edge.from, [...(inside.get(edge.from) ?? []), { ...line, text }]);
      continue;
    }
    if (edge.from === root.id) {
      const names = edge.to.map((id) => nodes.get(id)?.key ?? id).join(', ');
      inside.set(root.id, [...(inside.get(root.id) ?? []), { ...line, text: `${line.text} → ${names}` }]);
      continue;
    }
    for (const to of edge.to) {
      const always = edge.event === '';
      const id = `${edge.from}>${to}${always ? '>always' : ''}`;
      const lines = [...(arrows.get(id)?.lines ?? []), line];
      arrows.set(id, { id, from: edge.from, to, lines, always });
    }
  }
  return { arrows: [...arrows.values()], inside, nodes };
}

/** The graph of a chart in one direction. */
export function graphOf({ root }: Chart, parts: Parts, direction: 'DOWN' | 'RIGHT'): ElkNode {
  return {
    id: root.id,
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction,
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.json.shapeCoords': 'ROOT',
      'elk.json.edgeCoords': 'ROOT',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.padding': '[top=6,left=6,bottom=6,right=6]',
      'elk.spacing.nodeNode': '18',
      'elk.spacing.edgeNode': '12',
      'elk.spacing.edgeEdge': '8',
      'elk.spacing.edgeLabel': '3',
      'elk.layered.spacing.nodeNodeBetweenLayers': '16',
      'elk.layered.spacing.edgeNodeBetweenLayers': '10',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
    },
    children: root.children.map((child) => boxOf(child, parts)),
    edges: parts.arrows.map(edgeOf),
  };
}

function boxOf(node: ChartNode, parts: Parts): ElkNode {
  const lines = linesOf(node, parts);
  const width = Math.max(...[titleOf(node), ...lines].map((line) => line.length)) * CHARACTER + 2 * PADDING;
  const height = TITLE + lines.length * LINE + (lines.length > 0 ? 4 : 0);
  if (node.children.length === 0) return { id: node.id, width, height };
  return {
    id: node.id,
    layoutOptions: {
      'elk.padding': `[top=${height + 6},left=10,bottom=10,right=10]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
    },
    children: node.children.map((child) => boxOf(child, parts)),
  };
}

/** What stands in the first line of a box. */
export function titleOf({ key, kind, initial, tags }: ChartNode): string {
  const mark = initial ? '● ' : '';
  const end = kind === 'final' ? ' ◎' : kind === 'history' ? ' H' : kind === 'parallel' ? ' ‖' : '';
  return `${mark}${key}${end}${tags.map((tag) => ` #${tag}`).join('')}`;
}

function linesOf({ id }: ChartNode, { inside }: Parts): readonly string[] {
  return (inside.get(id) ?? []).map(({ text }) => text);
}

function edgeOf({ id, from, to, lines }: Arrow): ElkExtendedEdge {
  const width = Math.max(...lines.map(({ text }) => text.length)) * CHARACTER + 4;
  return {
    id,
    sources: [from],
    targets: [to],
    labels: [{ id: `${id}:label`, text: lines[0]!.text, width, height: lines.length * LINE }],
  };
}
