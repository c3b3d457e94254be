import type { VNode } from 'preact';
import { LINE, titleOf } from './graph.ts';
import type { Box, DrawnArrow, Layout } from './layout.ts';

/** A statechart, with the states that are active and the transitions that were just taken. */
export function ChartDrawing(props: {
  readonly layout: Layout;
  readonly active: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  readonly label: string;
}): VNode {
  const { layout, active, taken, label } = props;
  const { width, height, boxes, arrows, parts } = layout;
  return (
    <svg
      class="chart"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
    >
      {boxes.map((box) => (
        <StateBox key={box.id} box={box} layout={layout} isActive={active.has(box.id)} taken={taken} />
      ))}
      {[...arrows].sort(byTaken(taken)).map((arrow) => (
        <ArrowDrawing key={arrow.id} arrow={arrow} taken={taken} />
      ))}
      {parts.nodes.size <= 1 && <text x={6} y={14} />}
    </svg>
  );
}

/** What was taken is drawn last, over everything else. */
function byTaken(taken: ReadonlySet<string>): (a: DrawnArrow, b: DrawnArrow) => number {
  const rank = ({ lines }: DrawnArrow): number => (lines.some(({ id }) => taken.has(id)) ? 1 : 0);
  return (a, b) => rank(a) - rank(b);
}

function StateBox(props: {
  readonly box: Box;
  readonly layout: Layout;
  readonly isActive: boolean;
  readonly taken: ReadonlySet<string>;
}): VNode {
  const { box, layout, isActive, taken } = props;
  const node = layout.parts.nodes.get(box.id)!;
  const lines = layout.parts.inside.get(box.id) ?? [];
  const classes = ['state', node.kind, isActive ? 'active' : '', node.children.length > 0 ? 'parent' : ''];
  return (
    <g class={classes.join(' ')}>
      <title>{node.about ?? node.id}</title>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={node.kind === 'final' ? 11 : 3} />
      <text class="title" x={box.x + 10} y={box.y + 15}>
        {titleOf(node)}
      </text>
      {lines.map(({ id, text }, i) => (
        <text
          key={id}
          class={`inside ${taken.has(id) ? 'taken' : ''}`}
          x={box.x + 10}
          y={box.y + 15 + LINE * (i + 1)}
        >
          {text}
        </text>
      ))}
    </g>
  );
}

function ArrowDrawing({
  arrow,
  taken,
}: {
  readonly arrow: DrawnArrow;
  readonly taken: ReadonlySet<string>;
}): VNode {
  const { points, label, lines, always } = arrow;
  const isTaken = lines.some(({ id }) => taken.has(id));
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  return (
    <g class={`arrow ${isTaken ? 'taken' : ''} ${always ? 'always' : ''}`}>
      <path d={path} />
      <path class="head" d={headOf(points)} />
      {lines.map(({ id, text }, i) => (
        <text key={id} class={taken.has(id) ? 'taken' : ''} x={label.x + 2} y={label.y + 11 + LINE * i}>
          {text}
        </text>
      ))}
    </g>
  );
}

/** A small triangle at the end of the last segment. */
function headOf(points: DrawnArrow['points']): string {
  const [before, tip] = [points.at(-2), points.at(-1)];
  if (before === undefined || tip === undefined) return '';
  const [dx, dy] = [Math.sign(tip.x - before.x), Math.sign(tip.y - before.y)];
  const [bx, by] = [tip.x - 6 * dx, tip.y - 6 * dy];
  return `M${tip.x} ${tip.y}L${bx + 3 * dy} ${by + 3 * dx}L${bx - 3 * dy} ${by - 3 * dx}Z`;
}
