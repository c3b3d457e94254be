import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { at, model, moveTo, run, violations } from '../state/scene.ts';
import { Waits } from '../parts/waits.tsx';
import { sequenceOf } from './lanes.ts';
import type { Row } from './lanes.ts';

/** Columns are as wide as there is room, within reason. */
const WIDEST = 130;
const NARROWEST = 76;
const CHARACTER = 6.7;
const GUTTER = 40;
/** A line of names. */
const NAME = 15;
const ROW = 40;

/** The trace as a sequence diagram: time runs downwards. */
export function SequenceView(): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const position = at.value;
  useLayoutEffect(() => {
    const view = box.current?.parentElement;
    if (!view) return;
    const observer = new ResizeObserver(() => setRoom(view.clientWidth));
    observer.observe(view);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    box.current?.querySelector('.current')?.scrollIntoView({ block: 'nearest' });
  }, [position]);
  const steps = run.value?.steps ?? [];
  if (model.value === undefined || steps.length === 0) {
    return (
      <div ref={box}>
        <p class="dim hint">There is no trace yet: check, or take a step by hand.</p>
      </div>
    );
  }
  const { lanes, rows } = sequenceOf(model.value, steps);
  const column = Math.min(WIDEST, Math.max(NARROWEST, Math.floor((room - GUTTER) / lanes.length)));
  const centre = (lane: number): number => GUTTER + (lane + 0.5) * column;
  const width = Math.max(room, GUTTER + lanes.length * column);
  const height = rows.length * ROW + 12;
  const { loop, waits } = run.value ?? {};
  // Names that are wider than their column stand in two lines, in turn.
  const lines = lanes.some((lane) => lane.length * CHARACTER > column - 6) ? 2 : 1;
  return (
    <div class="sequence" ref={box}>
      <svg class="lanes" width={width} height={10 + lines * NAME} aria-hidden="true">
        {lanes.map((lane, i) => (
          <text key={lane} x={centre(i)} y={17 + (i % lines) * NAME} text-anchor="middle">
            {lane}
          </text>
        ))}
      </svg>
      <svg width={width} height={height} role="group" aria-label="Sequence diagram">
        {lanes.map((lane, i) => (
          <line key={lane} class="lane" x1={centre(i)} x2={centre(i)} y1={0} y2={height} />
        ))}
        {rows.map((row, i) => (
          <RowDrawing
            key={i}
            row={row}
            index={i}
            width={width}
            column={column}
            name={model.value?.steps[steps[i]!.number]?.name ?? ''}
            isCurrent={position === i + 1}
          />
        ))}
        {loop && <LoopDrawing from={loop.from} length={rows.length} />}
      </svg>
      {waits && <Waits graph={waits} />}
    </div>
  );
}

function RowDrawing(props: {
  readonly row: Row;
  readonly index: number;
  readonly width: number;
  readonly column: number;
  readonly name: string;
  readonly isCurrent: boolean;
}): VNode {
  const { row, index, width, column, name, isCurrent } = props;
  const centre = (lane: number): number => GUTTER + (lane + 0.5) * column;
  const y = index * ROW;
  const line = y + 28;
  const violates = isCurrent && violations.value.length > 0;
  const first = row.from ?? Math.min(...row.to.map(({ lane }) => lane));
  // A text may be as long as its arrow, up to the next receiver on the way.
  const roomOf = (lane: number): number => {
    const stops = [...row.to.map((to) => to.lane), ...(row.from === undefined ? [] : [row.from])];
    const gaps = stops.filter((stop) => stop !== lane && stop > lane === first > lane);
    return Math.min(...gaps.map((stop) => Math.abs(stop - lane)), row.from === undefined ? 1 : Infinity);
  };
  return (
    <g
      class={`message ${isCurrent ? 'current' : ''} ${violates ? 'violates' : ''}`}
      role="button"
      tabindex={0}
      aria-label={`step ${index + 1}: ${name}`}
      onClick={() => moveTo(index + 1)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') moveTo(index + 1);
      }}
    >
      <title>{name}</title>
      <rect x={0} y={y} width={width} height={ROW} />
      <text class="number" x={34} y={line + 4} text-anchor="end">
        {index + 1}
      </text>
      {row.to
        .filter(({ lane }) => lane !== row.from)
        .map(({ lane, event }) => (
          <Message
            key={lane}
            from={row.from === undefined ? undefined : centre(row.from)}
            to={centre(lane)}
            room={column * roomOf(lane)}
            event={event}
            y={line}
          />
        ))}
      {row.to
        .filter(({ lane }) => lane === row.from)
        .map(({ event }) => (
          <text key={event} class="own" x={centre(first)} y={line - 9} text-anchor="middle">
            {clipped(event, column)}
          </text>
        ))}
      {row.from !== undefined && <circle class="actor" cx={centre(row.from)} cy={line} r={4} />}
    </g>
  );
}

function Message(props: {
  readonly from: number | undefined;
  readonly to: number;
  readonly room: number;
  readonly event: string;
  readonly y: number;
}): VNode {
  const { from, to: end, room, event, y } = props;
  // Nobody is said to act: a short arrow from beside.
  const start = from ?? end - 30;
  const way = Math.sign(end - start);
  return (
    <>
      <path class="line" d={`M${start} ${y}H${end - 5 * way}`} />
      <path class="head" d={`M${end} ${y}l${-7 * way} -3.5v7z`} />
      <text x={end - 10 * way} y={y - 5} text-anchor={way > 0 ? 'end' : 'start'}>
        {clipped(event, room)}
      </text>
    </>
  );
}

/** As much of a text as there is room for. */
function clipped(text: string, room: number): string {
  const fits = Math.floor((room - 10) / CHARACTER);
  return text.length <= fits ? text : `${text.slice(0, fits - 1)}…`;
}

/** A bracket around the steps that repeat for ever. */
function LoopDrawing({ from, length }: { readonly from: number; readonly length: number }): VNode {
  const [top, bottom] = [from * ROW + 6, length * ROW - 4];
  const stops = from === length;
  return (
    <g class="loop">
      <title>{stops ? 'stays here for ever' : 'repeats for ever'}</title>
      {stops ? (
        <text x={4} y={length * ROW - 8}>
          ↻
        </text>
      ) : (
        <>
          <path d={`M12 ${bottom}H5V${top}H12`} />
          <path class="head" d={`M15 ${top}l-6 -3.5v7z`} />
        </>
      )}
    </g>
  );
}
