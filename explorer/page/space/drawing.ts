/** The graph of all states on a WebGL canvas. */
import { DirectedGraph } from 'graphology';
import Sigma from 'sigma';
import type { SpaceGraph } from '../../shared/api.ts';

/** What of the graph is special, by number of state. */
export interface Marks {
  readonly along: readonly number[];
  readonly here: number | undefined;
  readonly found: ReadonlySet<number>;
}

interface Colours {
  readonly node: string;
  readonly edge: string;
  readonly path: string;
  readonly here: string;
  readonly found: string;
  readonly deadlock: string;
  readonly end: string;
  readonly text: string;
}

export class Drawing {
  readonly #graph = new DirectedGraph();
  readonly #sigma: Sigma;
  readonly #ends: ReadonlySet<number>;
  readonly #deadlocks: ReadonlySet<number>;
  #marks: Marks = { along: [], here: undefined, found: new Set() };
  #onPath = new Set<string>();
  #visited = new Set<number>();
  #colours: Colours;
  /** Per state, its distance from the first one. */
  readonly #rows: readonly number[];
  readonly #width: number;

  constructor(container: HTMLElement, space: SpaceGraph, visit: (state: number) => void) {
    this.#ends = new Set(space.ends);
    this.#deadlocks = new Set(space.deadlocks);
    this.#colours = readColours(container);
    this.#rows = space.distance.slice(0, space.drawn);
    this.#width = Math.max(1, largest(space.x));
    this.#fill(space);
    this.#spread(container);
    this.#sigma = new Sigma(this.#graph, container, {
      allowInvalidContainer: true,
      renderLabels: false,
      enableEdgeEvents: false,
      hideEdgesOnMove: space.edges.length > 60_000,
      zIndex: true,
      itemSizesReference: 'screen',
      minEdgeThickness: 0.5,
      defaultEdgeType: 'line',
      stagePadding: 24,
      nodeReducer: (name, data) => ({ ...data, ...this.#nodeLook(Number(name)) }),
      edgeReducer: (edge, data) => ({ ...data, ...this.#edgeLook(edge) }),
    });
    this.#sigma.on('clickNode', ({ node }) => visit(Number(node)));
    this.#sigma.on('resize', () => this.#spread(container));
    this.#sigma.on('enterNode', () => (container.style.cursor = 'pointer'));
    this.#sigma.on('leaveNode', () => (container.style.cursor = ''));
  }

  /** Shows other marks. */
  mark(marks: Marks): void {
    this.#marks = marks;
    this.#visited = new Set(marks.along);
    this.#onPath = new Set(marks.along.slice(1).map((state, i) => `${marks.along[i]!}>${state}`));
    this.#sigma.refresh({ skipIndexation: true });
  }

  /** Reads the colours anew. */
  recolour(): void {
    this.#colours = readColours(this.#sigma.getContainer());
    this.#sigma.refresh({ skipIndexation: true });
  }

  zoom(by: 'in' | 'out' | 'all'): void {
    const camera = this.#sigma.getCamera();
    if (by === 'all') camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    else camera.setState({ ratio: camera.getState().ratio * (by === 'in' ? 0.67 : 1.5) });
  }

  end(): void {
    this.#sigma.kill();
  }

  #fill({ drawn, x, edges }: SpaceGraph): void {
    const size = drawn > 5000 ? 1.2 : drawn > 800 ? 2 : 3.5;
    for (let state = 0; state < drawn; state++) {
      this.#graph.addNode(state, { x: x[state]!, y: 0, size });
    }
    for (let i = 0; i < edges.length; i += 3) {
      const [from, to] = [edges[i]!, edges[i + 1]!];
      if (from !== to) this.#graph.mergeEdgeWithKey(`${from}>${to}`, from, to);
    }
  }

  /** Puts rows as far apart as it takes to fill the canvas. */
  #spread({ clientWidth, clientHeight }: HTMLElement): void {
    const gap =
      (this.#width / Math.max(1, this.#rows.at(-1) ?? 1)) * (clientHeight / Math.max(1, clientWidth));
    this.#graph.updateEachNodeAttributes(
      (name, attributes) => ({ ...attributes, y: -this.#rows[Number(name)]! * gap }),
      { attributes: ['y'] },
    );
  }

  #nodeLook(state: number): object {
    const { here, found } = this.#marks;
    const size = this.#graph.getNodeAttribute(state, 'size') as number;
    const { node, end, deadlock, path, here: now, found: hit } = this.#colours;
    if (state === here) return { color: now, size: size + 4, zIndex: 4, highlighted: false };
    if (this.#visited.has(state)) return { color: path, size: size + 1.5, zIndex: 3 };
    if (found.has(state)) return { color: hit, size: size + 1, zIndex: 2 };
    if (this.#deadlocks.has(state)) return { color: deadlock, size: size + 1, zIndex: 1 };
    return { color: this.#ends.has(state) ? end : node, size, zIndex: 0 };
  }

  #edgeLook(edge: string): object {
    if (this.#onPath.has(edge)) return { color: this.#colours.path, size: 2, zIndex: 2 };
    return { color: this.#colours.edge, size: 1, zIndex: 0 };
  }
}

/** `Math.max` with more arguments than a call may have. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function readColours(container: HTMLElement): Colours {
  const style = getComputedStyle(container);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    node: of('graph-node'),
    edge: of('graph-edge'),
    path: of('accent'),
    here: of('graph-here'),
    found: of('graph-found'),
    deadlock: of('red'),
    end: of('green'),
    text: of('text'),
  };
}

/** Whether this browser can draw at all. */
export function canDraw(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null;
}
