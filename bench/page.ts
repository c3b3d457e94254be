/** The page `docs/benchmarks.md`. */
import { cpus, release, totalmem } from 'node:os';
import { PROBED } from './compare.ts';
import type { Report, Row, Section } from './compare.ts';
import { goalsOf, pace } from './goals.ts';
import { isRun } from './outcome.ts';
import type { Run } from './outcome.ts';
import { count, markdownTable, times } from './report.ts';

/** `command`: what was typed after `npm run bench --`. `limits`: in seconds and GiB. */
export function page(command: readonly string[], limits: string, report: Report): string {
  const { large, small, tiny, probes, load } = report;
  const refhold = large.rows[0]!.outcome;
  return [
    '# Benchmarks',
    '',
    `Written by \`npm run bench${command.length === 0 ? '' : ` -- ${command.join(' ')}`}\`, in one run; \`bench/README.md\` says what`,
    'the system is and what each row does. _× refhold_ says how many times the time of refhold an engine takes for',
    'the same system: in processor time, of all threads and processes together, or by the clock. Seconds depend on the machine and on',
    'who else uses it, ratios do much less. All engines are exact: none takes two states for one (but TLC, which keeps 64 bits of',
    'each), and all counts are those of the formula.',
    '',
    '## Goals',
    '',
    markdownTable(
      ['goal', 'in this run', ''],
      goalsOf(report).map(({ text, measured, met }) => [
        text,
        measured ?? 'not measured',
        met === undefined ? '' : met ? 'met' : 'not met',
      ]),
    ),
    '',
    `## Size \`${large.subject.name}\``,
    '',
    about(large),
    'One thread unless a row says otherwise, and all properties.',
    '',
    sectionTable(large),
    '',
    '## What SPIN can do',
    '',
    `Its exact modes, without its reduction, on size \`${small.subject.name}\`:`,
    about(small),
    'The quickest one of each model, by the clock, goes on to the table above. _export_ is what `refhold export` writes; _packed_ is a model that keeps the',
    'state in one number and looks steps up in tables, in C, as somebody would write it who knows SPIN well.',
    '',
    sectionTable(small),
    '',
    '## Engines that call XState for every transition',
    '',
    `Size \`${tiny.subject.name}\`: ${about(tiny)} They decide no properties.`,
    '_× refhold above_ is per transition, against refhold in the first table, where it has time to get going.',
    '',
    sectionTable(tiny, isRun(refhold) ? refhold : undefined),
    '',
    '## The memory of this machine',
    '',
    `Random reads of one thread from a table of ${count(PROBED / 2 ** 20)} MiB: by the clock, so many at a time.`,
    '',
    markdownTable(
      ['code', 'pages', 'reads at a time', 'million/s', 'ns each'],
      probes.map(({ code, pages, flight, perSecond }) => [
        code,
        pages,
        String(flight),
        (perSecond / 1e6).toFixed(1),
        (1e9 / perSecond).toFixed(1),
      ]),
    ),
    '',
    ...closeness(report),
    '## Machine',
    '',
    `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${count(totalmem() / 2 ** 30)} GiB, ` +
      `Node ${process.versions.node}, ${process.platform} ${release()}.`,
    `Processes that wanted to run: ${load.map((one) => one.toFixed(1)).join(' at the start, ')} at the end. Limits of each run: ${limits}.`,
    '',
  ].join('\n');
}

function about({ subject }: Section): string {
  return `${subject.about}; ${count(subject.states)} states, ${count(subject.transitions)} transitions.`;
}

/** `large`: refhold where it has time to get going. */
function sectionTable({ rows }: Section, large?: Run): string {
  const first = rows[0]!.outcome;
  const base = isRun(first) ? first : undefined;
  return markdownTable(
    [
      'engine',
      'states',
      'seconds',
      'processor s',
      'million transitions/s',
      'bytes/state',
      '× refhold',
      '× refhold, clock',
      ...(large ? ['× refhold above'] : []),
    ],
    rows.map((row) => [
      row.engine,
      ...cells(row, base),
      ...(large ? [isRun(row.outcome) ? times(pace(large) / pace(row.outcome)) : ''] : []),
    ]),
  );
}

function cells({ outcome }: Row, base: Run | undefined): string[] {
  if (!isRun(outcome)) return [`– (${outcome.stopped})`, '', '', '', '', '', ''];
  const { states, seconds, processor, bytes } = outcome;
  // What saves states is faster by what it saves: the time for the whole system counts.
  const whole = (run: Run): number => run.processor ?? run.seconds;
  return [
    count(states),
    seconds.toFixed(2),
    processor?.toFixed(2) ?? '–',
    (pace(outcome) / 1e6).toFixed(2),
    bytes === undefined ? '–' : (bytes / states).toFixed(1),
    base === undefined ? '–' : times(whole(outcome) / (processor === undefined ? base.seconds : whole(base))),
    base === undefined ? '–' : times(seconds / base.seconds),
  ];
}

/** How near the search is to what the memory gives. */
function closeness({ large, probes }: Report): string[] {
  const refhold = large.rows[0]!.outcome;
  const reads = Math.max(
    0,
    ...probes.filter(({ code }) => code === 'WebAssembly').map(({ perSecond }) => perSecond),
  );
  if (!isRun(refhold) || reads === 0) return [];
  return [
    `A transition takes refhold ${(1e9 / pace(refhold)).toFixed(1)} ns of processor time, everything included: expansion, properties, ` +
      `look-up, growing the table.`,
    `The fastest random read in WebAssembly takes ${(1e9 / reads).toFixed(1)} ns by the clock. Five of eight look-ups need one; the others are of ` +
      'states that came up lately.',
    '',
  ];
}
