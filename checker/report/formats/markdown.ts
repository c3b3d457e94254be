import type { Loop, Trace, TraceStep } from '../../trace/types.ts';
import { code, escaped, tableOf } from '../markdown/table.ts';
import { waitItems } from '../markdown/waits.ts';
import { counted } from '../text/numbers.ts';
import { showData, showEvent, showState } from '../text/values.ts';
import { length, symbolOf } from '../text/verdict.ts';
import { changedOptions, endsWith, nameOf } from './format.ts';
import type { TraceDocument, TraceFormat } from './format.ts';
import { changesOf, titleOf } from './plain.ts';

/** Columns for data in a cell. Everything is in the JSON trace. */
const DATA = 120;

/** A document for an issue or a review: what is violated, a table of the steps, and why it is a violation. */
export const markdown: TraceFormat = {
  name: 'markdown',
  about: 'a section with a table of the steps, for issues and reviews',
  extension: '.md',
  joins: true,
  write: (document) => `${linesOf(document).join('\n')}\n`,
};

function linesOf(document: TraceDocument): string[] {
  const { origin, property, verdict, trace } = document;
  const options = changedOptions(origin);
  return [
    `### ${symbolOf(verdict)} ${escaped(property.name)}`,
    '',
    `${escaped(nameOf(origin))}${origin.title === undefined ? '' : `: ${escaped(origin.title)}`}. ` +
      `It ${endsWith(document)} the property after ${length(trace)}.`,
    ...(options.length === 0 ? [] : ['', `With ${options.map(code).join(', ')}.`]),
    ...(property.about === undefined ? [] : ['', escaped(property.about)]),
    ...(property.formula === undefined ? [] : ['', `Formula: ${code(property.formula)}`]),
    '',
    ...tableOf(['', 'step', 'delivers', 'changes'], [startRow(trace), ...stepRows(trace)]),
    ...loopLines(trace),
    ...evidence(document),
    ...((property.cites ?? []).length === 0
      ? []
      : ['', `Cites: ${property.cites!.map(escaped).join(', ')}.`]),
  ];
}

function startRow({ initial }: Trace): string[] {
  const states = Object.entries(initial).map(
    ([actor, { value }]) => `${escaped(actor)}: ${code(showState(value))}`,
  );
  return ['0', '_start_', '', states.join('<br>')];
}

function stepRows({ steps, loop }: Trace): string[][] {
  return steps.map((step, i) => [
    loop !== undefined && i >= loop.from ? `${i + 1} ↻` : String(i + 1),
    [
      `**${escaped(titleOf(step))}**`,
      ...(step.at === undefined ? [] : [code(step.at)]),
      ...(step.about === undefined ? [] : [escaped(step.about)]),
    ].join('<br>'),
    step.deliveries
      .map(({ actor, event }) => `${escaped(actor)}: ${code(showEvent(event, DATA))}`)
      .join('<br>'),
    step.deliveries.flatMap(({ actor }) => rowChanges(step, actor)).join('<br>'),
  ]);
}

function rowChanges(step: TraceStep, actor: string): string[] {
  return changesOf(step, actor).map((change) => `${escaped(actor)}: ${code(change)}`);
}

function loopLines({ steps, loop }: Trace): string[] {
  if (loop === undefined) return [];
  if (loop.from === steps.length) return ['', '↻ It stays in this state for ever.'];
  const which =
    loop.from + 1 === steps.length
      ? `Step ${steps.length} repeats`
      : `Steps ${loop.from + 1} to ${steps.length} repeat`;
  return ['', `↻ ${which} for ever.`, ...fairnessLines(loop)];
}

function fairnessLines({ fairness }: Loop): string[] {
  const starved = fairness.filter(({ status }) => status === 'starved').map(({ name }) => code(name));
  return starved.length === 0
    ? []
    : ['', `Always possible there, never taken, and promised by nobody: ${starved.join(', ')}.`];
}

function evidence({ property, trace }: TraceDocument): string[] {
  const { values, reads, final, trap, waits } = trace;
  const because = Object.entries(values ?? {}).map(([name, value]) => `${name} = ${showData(value, DATA)}`);
  const read = reads.map(({ path, value }) => `${path} = ${showData(value, DATA)}`);
  const stuck =
    property.kind === 'deadlock'
      ? Object.entries(final).map(([actor, { value }]) => `${actor}: ${showState(value)}`)
      : [];
  return [
    ...list('Because', because),
    ...list('It read', read),
    ...list('Stuck in', stuck),
    ...(waits === undefined ? [] : ['', ...waitItems(waits)]),
    ...(trap === undefined
      ? []
      : [
          '',
          `From there ${counted(trap.states, 'state')} can be reached, none of them satisfies it.` +
            (trap.steps.length === 0 ? '' : ` Still possible: ${trap.steps.map(code).join(', ')}.`),
        ]),
  ];
}

function list(title: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : ['', `${title}: ${texts.map(code).join(', ')}.`];
}
