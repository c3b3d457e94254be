import type { LocalState, Trace, TraceStep } from '../../trace/types.ts';
import { showChange } from './change.ts';
import type { Paper } from './paper.ts';
import type { SeenBefore } from './seen.ts';
import { showData, showEvent, showState } from './values.ts';
import { pad, padStart, widthOf } from './width.ts';
import { flow, prose } from './wrap.ts';

/** Deliveries that take more of the line have their changes below them instead of beside them. */
const MOST_SHARE = 0.48;
const MOST_COLUMNS = 46;

/** Numbered steps, each with what it delivered and, beside it, what that changed. */
export function traceLines(
  paper: Paper,
  trace: Pick<Trace, 'initial' | 'steps' | 'loop'>,
  seen: SeenBefore = { steps: 0, where: '' },
): string[] {
  const { steps } = trace;
  const digits = Math.max(2, String(steps.length).length);
  const column = deliveryColumn(steps, paper.width);
  const indent = ' '.repeat(digits + 4);
  const loop = loopMarks(paper, trace, indent);
  return [
    ...(seen.steps === 0
      ? stateLines(paper, trace.initial, `  ${pad('start', digits)}  `)
      : prose(
          `steps 1 to ${seen.steps} ${seen.where}`,
          { width: paper.width, first: indent },
          paper.paint.dim,
        )),
    ...steps.flatMap((step, i) => [
      ...(i === trace.loop?.from ? loop.begin : []),
      ...(i < seen.steps ? [] : stepLines(paper, step, i + 1, digits, column)),
    ]),
    ...loop.end,
  ];
}

/** What stands before and after the steps that repeat for ever. */
function loopMarks(
  { paint }: Paper,
  { steps, loop }: Pick<Trace, 'steps' | 'loop'>,
  indent: string,
): { begin: string[]; end: string[] } {
  if (loop === undefined) return { begin: [], end: [] };
  const mark = paint.magenta('↻');
  const line = (text: string): string => `${indent.slice(2)}${mark} ${paint.magenta(text)}`;
  if (loop.from === steps.length) return { begin: [], end: [line('stays in this state for ever')] };
  const [first, last] = [loop.from + 1, steps.length];
  const which = first === last ? `step ${first} repeats` : `steps ${first} to ${last} repeat`;
  return { begin: [line(`${which} for ever:`)], end: [line(`back to before step ${first}`)] };
}

/** The states of all actors in a few lines; contexts with `contexts`. */
export function stateLines(
  { paint, width }: Paper,
  states: Readonly<Record<string, LocalState>>,
  first: string,
  contexts = false,
): string[] {
  const pieces = Object.entries(states).map(([actor, { value, context }]) => {
    const stateless = showState(value) === '(root)';
    const more = (contexts || stateless) && context !== undefined ? showData(context, 60) : '';
    const shown =
      stateless && more !== '' ? [more] : [showState(value), ...(more === '' ? [] : [paint.dim(more)])];
    return `${paint.dim(`${actor}:`)} ${shown.join(' ')}`;
  });
  return flow(pieces, { width, first: paint.dim(first), gap: '  ' });
}

/** `by` is shown unless the step's name starts with it, as it often does. */
function stepLines(paper: Paper, step: TraceStep, number: number, digits: number, column: number): string[] {
  const { paint, width } = paper;
  const first = `  ${padStart(String(number), digits)}  `;
  const indent = ' '.repeat(first.length);
  const at = step.at === undefined ? [] : [paint.dim(step.at)];
  return [
    ...flow([titleOf(paper, step), ...at], {
      width,
      first: paint.bold(first),
      rest: `${indent}  `,
      gap: '  ',
    }),
    ...(step.about === undefined ? [] : prose(step.about, { width, first: indent }, paint.dim)),
    ...step.deliveries.flatMap((_, i) => deliveryLines(paper, step, i, indent, column)),
  ];
}

function titleOf({ paint }: Paper, { step, by }: TraceStep): string {
  if (by === undefined) return paint.bold(step);
  if (!beginsWith(step, by)) return `${paint.cyan(`${by}:`)} ${paint.bold(step)}`;
  const colon = step.startsWith(`${by}:`) ? ':' : '';
  return paint.cyan(by + colon) + paint.bold(step.slice(by.length + colon.length));
}

/** Whether a step's name starts with who takes it, as a word of its own. */
export function beginsWith(step: string, by: string): boolean {
  return step.startsWith(by) && !/^\w/.test(step.slice(by.length));
}

function deliveryLines(
  paper: Paper,
  step: TraceStep,
  index: number,
  indent: string,
  column: number,
): string[] {
  const { paint, width } = paper;
  const delivery = step.deliveries[index]!;
  const shown = showDelivery(delivery);
  const painted = flow([shown], { width, first: `${indent}${paint.dim('→')} `, rest: `${indent}    ` });
  // Only an actor that receives an event can change, and it receives one at most.
  const changes = step.changes
    .filter(({ actor }) => actor === delivery.actor)
    .map((one) => showChange(paper, one));
  if (changes.length === 0) return painted;
  const rest = `${indent}${' '.repeat(column)}  `;
  const beside = { width, first: `${pad(painted[0]!, indent.length + column)}  `, rest, gap: '  ' };
  const widest = Math.max(...changes.map(widthOf));
  if (2 + widthOf(shown) <= column && rest.length + Math.min(widest, 30) <= width)
    return flow(changes, beside);
  return [...painted, ...flow(changes, { width, first: `${indent}    `, gap: '  ' })];
}

/** Columns for an event. Everything is in the JSON report. */
const EVENT = 120;

function showDelivery({ actor, event }: TraceStep['deliveries'][number]): string {
  return `${actor}: ${showEvent(event, EVENT)}`;
}

/** Where changes begin, from the start of the deliveries: past all deliveries that are not too long. */
function deliveryColumn(steps: readonly TraceStep[], width: number): number {
  const widths = steps.flatMap(({ deliveries }) => deliveries.map((one) => 2 + widthOf(showDelivery(one))));
  const most = Math.min(MOST_SHARE * width, MOST_COLUMNS);
  return Math.max(0, ...widths.filter((one) => one <= most));
}
