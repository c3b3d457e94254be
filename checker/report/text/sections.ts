import type { Trace } from '../../trace/types.ts';
import type { PropertyReport } from '../report.ts';
import { findingLines } from './finding.ts';
import type { Paper } from './paper.ts';
import { traceLines } from './trace.ts';
import type { SeenBefore } from './trace.ts';
import { length as lengthOf, paintVerdict, symbolOf } from './verdict.ts';
import { flow } from './wrap.ts';

/** Properties that share one trace. */
interface Group {
  readonly trace: Trace | undefined;
  readonly properties: PropertyReport[];
}

/**
 * Every trace once, however many properties end it, with what each of them says of its end. Steps that an earlier
 * trace begins with, too, are not repeated: shortest traces to related bugs differ in their last steps.
 */
export function traceSections(paper: Paper, properties: readonly PropertyReport[]): string[] {
  const groups = grouped(properties);
  return groups.flatMap((group, i) => ['', ...sectionLines(paper, group, seenIn(group, groups.slice(0, i)))]);
}

/** Fewer steps than this are shown again: the reader is spared nothing by looking them up. */
const WORTH_LEAVING_OUT = 3;

function seenIn({ trace }: Group, earlier: readonly Group[]): SeenBefore | undefined {
  let best: SeenBefore | undefined;
  for (const group of earlier) {
    const steps = Math.min(commonSteps(trace, group.trace), trace?.loop?.from ?? Infinity);
    if (steps < WORTH_LEAVING_OUT || steps <= (best?.steps ?? 0)) continue;
    best = { steps, where: `as above, for “${group.properties[0]!.name}”` };
  }
  return best;
}

/** States are the same as long as the steps are: a step leads to one state only. */
function commonSteps(one: Trace | undefined, other: Trace | undefined): number {
  let common = 0;
  const [a, b] = [one?.steps ?? [], other?.steps ?? []];
  while (common < a.length && a[common]!.step === b[common]?.step) common++;
  return common;
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
