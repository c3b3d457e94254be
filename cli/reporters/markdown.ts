import { documentsOf } from '../../checker/report/formats/format.ts';
import { markdown as traceFormat } from '../../checker/report/formats/markdown.ts';
import { code, escaped, tableOf } from '../../checker/report/markdown/table.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { explain, isComplete } from '../../checker/report/text/incomplete.ts';
import { count, counted, duration } from '../../checker/report/text/numbers.ts';
import { remark, symbolOf } from '../../checker/report/text/verdict.ts';
import { titleOf } from './judgement.ts';
import type { Reporter, Run, Setting } from './reporter.ts';

/** For `$GITHUB_STEP_SUMMARY`, comments on pull requests, and merge requests. */
export const markdown: Reporter = {
  name: 'markdown',
  about: 'a document with tables of verdicts and traces, for summaries and comments',
  document: true,
  start: (setting) => ({
    end: (run) => `${run.checks.flatMap((check) => checkLines(check, run, setting)).join('\n')}\n`,
  }),
};

function checkLines(check: CheckReport, run: Run, { tableOnly, witnesses }: Setting): string[] {
  const { error, title, properties, changed, options, recorded } = check;
  const set = changed.map((name) => code(`${name}=${String(options[name])}`));
  const shown = properties.filter(
    ({ verdict, kind }) => verdict === 'violated' || (witnesses && kind === 'reachable'),
  );
  const traces = tableOnly ? [] : documentsOf(run.refhold, [{ ...check, properties: shown }]);
  return [
    ...(check === run.checks[0] ? [] : ['']),
    `## ${escaped(titleOf(check))}`,
    '',
    ...(title === undefined ? [] : [`${escaped(title)}.`, '']),
    ...(set.length === 0 ? [] : [`With ${set.join(', ')}.`, '']),
    ...(error === undefined ? [] : [`**${error.code}** ${escaped(error.what)}. ${escaped(error.fix)}`]),
    ...(error === undefined ? propertyTable(check) : []),
    ...sizeLines(check),
    ...(recorded === undefined || recorded.matches
      ? []
      : [
          '',
          'Not as recorded:',
          '',
          ...recorded.differences.map(
            ({ what, expected, got }) =>
              `- ${escaped(what)}: recorded ${escaped(expected)}, got ${escaped(got)}`,
          ),
        ]),
    ...traces.flatMap((document) => [
      '',
      traceFormat.write(document, { specifier: '', form: { kind: 'scenarios' } }).trimEnd(),
    ]),
  ];
}

function propertyTable({ properties }: CheckReport): string[] {
  return tableOf(
    ['verdict', 'property', ''],
    properties.map((property) => [
      `${symbolOf(property.verdict)} ${property.verdict}`,
      escaped(property.name),
      remark(property),
    ]),
  );
}

function sizeLines({ exploration, limits }: CheckReport): string[] {
  if (exploration === undefined) return [];
  const { states, transitions, depth, milliseconds, bound, livenessBound } = exploration;
  const stopped = bound ?? livenessBound;
  return [
    '',
    `${counted(states, 'state')}, ${counted(transitions, 'transition')}, depth ${count(depth)}, ${duration(milliseconds)}.`,
    ...(isComplete(exploration) || stopped === undefined
      ? []
      : [
          '',
          `**Incomplete**: the search stopped ${escaped(explain(stopped, limits)[0])}. What is marked incomplete has been neither shown nor refuted.`,
        ]),
  ];
}
