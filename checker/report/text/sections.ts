import type { Trace } from '../../trace/types.ts';
import type { PropertyReport } from '../report.ts';
import { findingLines } from './finding.ts';
import type { Paper } from './paper.ts';
import { seenBefore } from './seen.ts';
import type { SeenBefore } from './seen.ts';
import { traceLines } from './trace.ts';
import { length as lengthOf, paintVerdict, symbolOf } from './verdict.ts';
import { flow } from './wrap.ts';

/** Properties that share one trace. */
interface Group {
  readonly trace: Trace | undefined;
  readonly properties: PropertyReport[];
}

/**
 * Every trace once, however many properties end it, with what each of them says of its end. Steps that were shown in
 * an earlier trace are not repeated.
 */
export function traceSections(paper: Paper, properties: readonly PropertyReport[]): string[] {
  const groups = grouped(properties);
  const shown = groups.map(({ trace, properties: [first] }) => ({ name: first!.name, trace }));
  return groups.flatMap((group, i) => [
    '',
    ...sectionLines(paper, group, seenBefore(group.trace, shown.slice(0, i))),
  ]);
}

function grouped(properties: readonly PropertyReport[]): Group[] {
  const groups = new Map<string, Group>();
  for (const property of properties) {
    const { trace } = property;
    const key =
      trace === undefined
        ? `no trace of ${property.name}`
        : JSON.stringify([trace.steps.map(({ step }) => step), trace.loop?.from]);
    const group = groups.get(key) ?? { trace, properties: [] };
    group.properties.push(property);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function sectionLines(paper: Paper, { trace, properties }: Group, seen: SeenBefore | undefined): string[] {
  return [
    ...titleLines(paper, properties, trace),
    ...(trace === undefined ? [] : traceLines(paper, trace, seen)),
    ...properties.flatMap((property) => [
      ...(trace === undefined ? [] : ['', verdictLine(paper, property)]),
      ...findingLines(paper, property, property.trace),
    ]),
  ];
}

function verdictLine(paper: Paper, { verdict, name }: PropertyReport): string {
  const says = verdict === 'violated' ? 'violates' : 'reaches';
  return `    ${paintVerdict(paper, verdict, `${symbolOf(verdict)} ${says}`)}  ${paper.paint.bold(name)}`;
}

/** All properties of the trace, and how long it is. */
function titleLines(paper: Paper, properties: readonly PropertyReport[], trace: Trace | undefined): string[] {
  const { paint, width } = paper;
  const said = trace === undefined ? 'no reachable state satisfies it' : lengthOf(trace);
  return properties.flatMap(({ verdict, name }, i) => {
    const words = name.split(' ').map((word) => paintVerdict(paper, verdict, paint.bold(word)));
    const last = i === properties.length - 1 ? [paint.dim(`· ${said}`)] : [];
    return flow([...words, ...last], { width, first: paintVerdict(paper, verdict, `${symbolOf(verdict)} `) });
  });
}
