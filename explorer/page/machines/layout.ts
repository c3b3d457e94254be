import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Chart } from '../../shared/api.ts';
import { layOut } from './elk.ts';
import { graphOf, partsOf } from './graph.ts';
import type { Arrow, Parts } from './graph.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface DrawnArrow extends Arrow {
  readonly points: readonly Point[];
  /** Where its text begins. */
  readonly label: Point;
}

/** A chart with a place for everything, parents before children. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly DrawnArrow[];
  readonly parts: Parts;
}

/** Width of a card that a chart should fit into, in the units of the chart. */
const CARD = 330;
/** Charts that are drawn smaller than this cannot be read. */
const READABLE = 0.75;

const known = new Map<string, ReadonlySignal<Layout | undefined>>();

/** The layout of a chart, as soon as it is there. The same machine is laid out once. */
export function layoutOf(chart: Chart): ReadonlySignal<Layout | undefined> {
  const key = JSON.stringify(chart);
  const before = known.get(key);
  if (before !== undefined) return before;
  const layout = signal<Layout | undefined>(undefined);
  known.set(key, layout);
  void compute(chart).then((done) => (layout.value = done));
  return layout;
}

/** Across where that fits, else from top to bottom. */
async function compute(chart: Chart): Promise<Layout> {
  const parts = partsOf(chart);
  const across = await layOut(graphOf(chart, parts, 'RIGHT'));
  if (across.width! * READABLE <= CARD) return read(across, parts);
  const down = await layOut(graphOf(chart, parts, 'DOWN'));
  return read(down.width! < across.width! ? down : across, parts);
}

function read(graph: ElkNode, parts: Parts): Layout {
  const boxes: Box[] = [];
  const visit = ({ id, x = 0, y = 0, width = 0, height = 0, children = [] }: ElkNode): void => {
    boxes.push({ id, x, y, width, height });
    children.forEach(visit);
  };
  graph.children?.forEach(visit);
  const arrows = parts.arrows.map((arrow) => {
    const edge = graph.edges?.find(({ id }) => id === arrow.id);
    const sections = edge?.sections ?? [];
    const [label] = edge?.labels ?? [];
    return {
      ...arrow,
      points: sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
        startPoint,
        ...bendPoints,
        endPoint,
      ]),
      label: { x: label?.x ?? 0, y: label?.y ?? 0 },
    };
  });
  return { width: graph.width!, height: graph.height!, boxes, arrows, parts };
}
