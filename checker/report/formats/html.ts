import type { Change, LocalState, TraceStep } from '../../trace/types.ts';
import type { WaitGraph } from '../../trace/waits/types.ts';
import { showPath } from '../../system/plain.ts';
import { statesOf } from '../../trace/states.ts';
import type { States } from '../../trace/states.ts';
import { counted } from '../text/numbers.ts';
import { showData, showEvent, showState } from '../text/values.ts';
import { length, symbolOf } from '../text/verdict.ts';
import { waitSentences } from '../waits.ts';
import { changedOptions, endsWith, nameOf } from './format.ts';
import type { TraceDocument, TraceFormat } from './format.ts';
import { style } from './html/style.ts';
import { html, nothing, raw } from './html/tags.ts';
import type { Markup } from './html/tags.ts';
import { busyActors, titleOf } from './plain.ts';

/** Columns for data in a cell. */
const DATA = 160;

/**
 * One page that loads nothing and runs nothing: a row per step, a column per actor, and in each cell what the actor
 * took and what that changed.
 */
export const page: TraceFormat = {
  name: 'html',
  about: 'a page that needs no network: a row per step, a column per actor',
  extension: '.html',
  joins: false,
  write: (document) => `${pageOf(document).text}\n`,
};

function pageOf(document: TraceDocument): Markup {
  const { origin, property, verdict, trace, refhold } = document;
  const says = endsWith(document);
  const options = changedOptions(origin);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        />
        <title>${property.name} · ${nameOf(origin)}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>
          <p class="faint">
            ${nameOf(origin)}${origin.title === undefined ? nothing : html` · ${origin.title}`}
          </p>
          <h1>${property.name}</h1>
          <p>
            <span class="badge ${says}">${symbolOf(verdict)} ${verdict}</span>
            <span class="faint">after ${length(trace)}</span>
          </p>
          ${property.about === undefined ? nothing : html`<p>${property.about}</p>`}
          ${property.formula === undefined ? nothing : html`<p><code>${property.formula}</code></p>`}
          ${options.length === 0 ? nothing : optionList(options)} ${table(document)} ${evidence(document)}
          <footer>
            Found by refhold ${refhold}, and executed again by XState. Of several shortest ways, this is the
            first.
          </footer>
        </main>
      </body>
    </html>`;
}

function optionList(options: readonly string[]): Markup {
  return html`<ul class="options">
    ${options.map((option) => html`<li><code>${option}</code></li>`)}
  </ul>`;
}

function table(document: TraceDocument): Markup {
  const { trace } = document;
  const all = Object.keys(trace.initial);
  const busy = busyActors(trace);
  const actors = busy.length === 0 ? all : busy;
  const others = all.filter((actor) => !actors.includes(actor));
  const states = statesOf(trace);
  const columns = actors.length + 2;
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col"></th>
            <th scope="col">step</th>
            ${actors.map((actor) => html`<th scope="col">${actor}</th>`)}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td class="number">0</td>
            <th scope="row"><span class="faint">start</span></th>
            ${actors.map((actor) => html`<td class="actor">${stateCell(states[0]![actor]!)}</td>`)}
          </tr>
          ${trace.steps.map((step, i) => [
            i === trace.loop?.from ? mark(columns, '↻ from here on, for ever:') : nothing,
            stepRow(step, i + 1, actors, states[i + 1]!, trace.loop !== undefined && i >= trace.loop.from),
          ])}
          ${closing(document, columns)}
          <tr class="finding ${endsWith(document)}">
            <td></td>
            <td colspan="${columns - 1}">
              ${symbolOf(document.verdict)} ${endsWith(document)}: ${document.property.name}
            </td>
          </tr>
        </tbody>
      </table>
    </div>
    ${others.length === 0 ? nothing : stillLine(others, states[0]!)}`;
}

/** Who has no column, because nothing happens to it. */
function stillLine(actors: readonly string[], states: States): Markup {
  return html`<p class="faint">
    Not in it:
    ${actors.map(
      (actor, i) =>
        html`${i === 0 ? '' : ', '}${actor} (<span class="state">${showState(states[actor]!.value)}</span>)`,
    )}
  </p>`;
}

function closing({ trace: { loop, steps } }: TraceDocument, columns: number): Markup {
  if (loop === undefined) return nothing;
  return mark(
    columns,
    loop.from === steps.length ? '↻ stays in this state for ever' : `↻ back to before step ${loop.from + 1}`,
  );
}

function mark(columns: number, text: string): Markup {
  return html`<tr class="mark">
    <td></td>
    <td colspan="${columns - 1}">${text}</td>
  </tr>`;
}

function stepRow(
  step: TraceStep,
  number: number,
  actors: readonly string[],
  states: States,
  loops: boolean,
): Markup {
  return html`<tr ${loops ? raw('class="loop"') : nothing}>
    <td class="number">${number}${loops ? ' ↻' : ''}</td>
    <th scope="row">
      ${titleOf(step)} ${step.at === undefined ? nothing : html`<small><code>${step.at}</code></small>`}
      ${step.about === undefined ? nothing : html`<small>${step.about}</small>`}
    </th>
    ${actors.map((actor) => actorCell(step, actor, states[actor]!))}
  </tr>`;
}

function actorCell(step: TraceStep, actor: string, state: LocalState): Markup {
  const delivery = step.deliveries.find((one) => one.actor === actor);
  const changes = step.changes.filter((one) => one.actor === actor);
  if (delivery === undefined) return html`<td class="actor still">${stateCell(state)}</td>`;
  const kinds = `actor takes${changes.length === 0 ? '' : ' changed'}`;
  return html`<td class="${kinds}">
    <span class="event">${showEvent(delivery.event, DATA)}</span>
    ${changes.length === 0 ? stateCell(state) : changes.map(showChange)}
  </td>`;
}

function stateCell({ value, context }: LocalState): Markup {
  const state = showState(value);
  if (state === '(root)' && context !== undefined)
    return html`<span class="data">${showData(context, DATA)}</span>`;
  return html`<span class="state">${state}</span>`;
}

function showChange(change: Change): Markup {
  const [field, ...path] = change.path;
  const show = (side: 'before' | 'after'): string => {
    if (field === 'value') return showState(change[side]);
    return side in change ? showData(change[side], DATA) : field === 'status' ? 'active' : '(none)';
  };
  const name = field === 'value' ? '' : `${showPath(field === 'context' ? path : change.path)} `;
  return html`<span class="change data"
    >${name}<del>${show('before')}</del> → <ins>${show('after')}</ins></span
  >`;
}

function evidence({ property, trace }: TraceDocument): Markup {
  const { values, reads, trap, loop } = trace;
  const facts: [string, string][] = [
    ...Object.entries(values ?? {}).map(([name, value]): [string, string] => [name, showData(value, DATA)]),
    ...reads.map(({ path, value }): [string, string] => [path, showData(value, DATA)]),
    ...(trap === undefined
      ? []
      : ([
          ['can still be reached', counted(trap.states, 'state')],
          ['still possible', trap.steps.join(', ') || 'no step'],
        ] as [string, string][])),
    ...(loop?.fairness ?? [])
      .filter(({ status }) => status === 'starved')
      .map(({ name }): [string, string] => [name, 'always possible, never taken, promised by nobody']),
  ];
  const cites = property.cites ?? [];
  return html`${
    facts.length === 0
      ? nothing
      : html`<h2>Why</h2>
          <dl>
            ${facts.map(
              ([name, value]) =>
                html`<dt>${name}</dt>
                  <dd>${value}</dd>`,
            )}
          </dl>`
  }
  ${trace.waits === undefined ? nothing : waitList(trace.waits)}
  ${cites.length === 0 ? nothing : html`<p class="faint">Cites ${cites.join(' · ')}</p>`}`;
}

function waitList(graph: WaitGraph): Markup {
  const { cycles, others } = waitSentences(graph);
  return html`<h2>Who waits for whom</h2>
    <ul class="waits">
      ${cycles.map((cycle) => html`<li class="cycle"><strong>Cycle:</strong> ${cycle}</li>`)}
      ${others.map((other) => html`<li>${other}</li>`)}
    </ul>`;
}
