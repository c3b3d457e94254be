import type { Trace, TraceStep } from '../../trace/types.ts';
import type { WaitGraph } from '../../trace/waits/types.ts';
import { clip, showData, showEvent, showState } from '../text/values.ts';
import { length, symbolOf } from '../text/verdict.ts';
import { prose } from '../text/wrap.ts';
import { waitSentences } from '../waits.ts';
import { endsWith, nameOf } from './format.ts';
import type { TraceDocument, TraceFormat } from './format.ts';
import { busyActors, changesOf, titleOf } from './plain.ts';

/** Columns for one text: a wider one makes the diagram wider than a page. */
const TEXT = 60;
/** Columns of a note that stands across everything. */
const LINE = 80;

/**
 * A sequence diagram: who acts sends what it delivers to the receivers. Agents that are no actors of the system stand
 * beside it as figures. What a step delivers, it delivers at once: its messages stand in one box.
 */
export const mermaid: TraceFormat = {
  name: 'mermaid',
  about: 'a sequence diagram of Mermaid, which GitHub draws in ```mermaid blocks',
  extension: '.mmd',
  joins: false,
  write: (document) => `${linesOf(document).join('\n')}\n`,
};

/** Any text as it is to be read: what Mermaid would take for its own syntax becomes an entity. */
export function mermaidText(text: string, most = TEXT): string {
  return clip(text.replace(/\s+/g, ' '), most).replace(
    /[#;<>%"`{}]/g,
    (character) => `#${character.charCodeAt(0)};`,
  );
}

/** Mermaid's names of the participants, by ours. Its own are `p0`, `p1`: no name of ours can be a word of Mermaid's. */
type Lanes = ReadonlyMap<string, string>;

function linesOf(document: TraceDocument): string[] {
  const { origin, property, verdict, trace } = document;
  const all = Object.keys(trace.initial);
  const agents = [...new Set(trace.steps.map(agentOf))].filter((name) => !all.includes(name));
  const busy = busyActors(trace);
  // Where nothing happens at all, everybody is shown.
  const actors = busy.length === 0 ? all : busy;
  const lanes: Lanes = new Map([...agents, ...actors].map((name, i) => [name, `p${i}`]));
  const shown = (name: string): string => `${lanes.get(name)!} as ${mermaidText(name)}`;
  const everybody = acrossOf([...lanes.keys()], lanes);
  const title = `${nameOf(origin)}: ${property.name}`;
  return [
    'sequenceDiagram',
    `  accTitle: ${mermaidText(title, 200)}`,
    ...agents.map((name) => `  actor ${shown(name)}`),
    ...actors.map((name) => `  participant ${shown(name)}`),
    `  Note over ${everybody}: ${startOf(trace)}`,
    ...bodyLines(trace, lanes),
    ...(trace.loop?.from === trace.steps.length
      ? [`  loop for ever`, `    Note over ${everybody}: stays in this state`, '  end']
      : []),
    ...(trace.waits === undefined ? [] : [`  Note over ${everybody}: ${waitsOf(trace.waits)}`]),
    `  Note over ${everybody}: ${endOf(document, symbolOf(verdict))}`,
  ];
}

/** Who sends what a step delivers; `system` where nobody says. */
function agentOf({ by }: TraceStep): string {
  return by ?? 'system';
}

/** Who starts where, a few in a line: one note, because a note each would be a staircase. */
function startOf({ initial }: Trace): string {
  const lines: string[] = [];
  for (const [actor, { value, context }] of Object.entries(initial)) {
    const state = showState(value);
    const shown = state === '(root)' && context !== undefined ? showData(context, TEXT) : state;
    const piece = `${actor}: ${clip(shown, TEXT)}`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + piece.length < TEXT)
      lines[lines.length - 1] = `${last} · ${piece}`;
    else lines.push(piece);
  }
  return lines.map((line) => mermaidText(line, 2 * TEXT)).join('<br/>');
}

function bodyLines({ steps, loop }: Trace, lanes: Lanes): string[] {
  return steps.flatMap((step, i) => {
    const inside = loop !== undefined && i >= loop.from;
    const indent = inside ? '    ' : '  ';
    const lines = stepLines(step, i + 1, lanes).map((line) => indent + line);
    return [
      ...(i === loop?.from ? ['  loop for ever'] : []),
      ...lines,
      ...(inside && i === steps.length - 1 ? ['  end'] : []),
    ];
  });
}

function stepLines(step: TraceStep, number: number, lanes: Lanes): string[] {
  const sender = agentOf(step);
  const at = step.at === undefined ? [] : [mermaidText(step.at)];
  const over = acrossOf([sender, ...step.deliveries.map(({ actor }) => actor)], lanes);
  return [
    'rect rgba(128, 128, 128, 0.12)',
    `  Note over ${over}: ${[`${number} · ${mermaidText(titleOf(step))}`, ...at].join('<br/>')}`,
    ...step.deliveries.map(
      ({ actor, event }) =>
        `  ${lanes.get(sender)!}->>${lanes.get(actor)!}: ${mermaidText(showEvent(event, TEXT))}`,
    ),
    ...step.deliveries.flatMap(({ actor }) => {
      const changes = changesOf(step, actor).map((change) => mermaidText(change));
      return changes.length === 0 ? [] : [`  Note over ${lanes.get(actor)!}: ${changes.join('<br/>')}`];
    }),
    'end',
  ];
}

/** From the leftmost to the rightmost of some participants. */
function acrossOf(names: readonly string[], lanes: Lanes): string {
  const all = [...lanes.keys()];
  const places = names.map((name) => all.indexOf(name));
  const [first, last] = [Math.min(...places), Math.max(...places)];
  return first === last ? `p${first}` : `p${first},p${last}`;
}

/** Who waits for whom, a line each. */
function waitsOf(graph: WaitGraph): string {
  const { cycles, others } = waitSentences(graph);
  return [
    ...cycles.flatMap((cycle) => `cycle: ${cycle}`.split(/(?<=;) /)),
    ...others.map((other) => `blocked: ${other}`),
  ]
    .flatMap((line) => prose(line, { width: LINE }))
    .map((line) => mermaidText(line, LINE))
    .join('<br/>');
}

function endOf(document: TraceDocument, symbol: string): string {
  const { property, trace } = document;
  const because = Object.entries(trace.values ?? {}).map(
    ([name, value]) => `${name} = ${showData(value, TEXT)}`,
  );
  const says = `${symbol} ${endsWith(document)} after ${length(trace)}`;
  return [says, property.name, ...because].map((line) => mermaidText(line, LINE)).join('<br/>');
}
