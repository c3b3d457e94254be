import type { CheckReport, PropertyReport } from '../report.ts';
import { coverageLines } from './coverage.ts';
import { engineLines } from './engine.ts';
import { errorLines } from './error.ts';
import { explorationLines, symmetryLines, unusedLines } from './exploration.ts';
import { headerLines } from './header.ts';
import { incompleteLines } from './incomplete.ts';
import { outcomeParts, recordedLines } from './outcome.ts';
import type { Paper } from './paper.ts';
import { propertyLines } from './properties.ts';
import { reductionLines } from './reduction.ts';
import { traceSections } from './sections.ts';
import { warningLines } from './warnings.ts';

export interface CheckTextOptions {
  /** Show the witnesses of `reachable` properties, too. */
  readonly witnesses?: boolean;
  /** Show what never happened inside the machines. */
  readonly coverage?: boolean;
}

/** Everything about one check. */
export function checkLines(paper: Paper, check: CheckReport, options: CheckTextOptions = {}): string[] {
  const { error, exploration, properties } = check;
  const header = headerLines(paper, check);
  if (error !== undefined) return [...header, '', ...errorLines(paper, error)];
  const shown = properties.filter((property) => isShown(property, options.witnesses === true));
  return [
    ...header,
    '',
    ...propertyLines(paper, properties),
    ...traceSections(paper, shown),
    ...block(warningLines(paper, check.warnings)),
    ...block(incompleteLines(paper, check)),
    ...block(engineLines(paper, check)),
    '',
    `  ${outcomeParts(paper, check).join(paper.paint.dim(' · '))}`,
    ...recordedLines(paper, check),
    ...(exploration === undefined
      ? []
      : [
          ...explorationLines(paper, exploration),
          ...reductionLines(paper, exploration),
          ...symmetryLines(paper, exploration),
          ...unusedLines(paper, exploration),
        ]),
    ...(exploration !== undefined && options.coverage === true
      ? block(coverageLines(paper, exploration))
      : []),
  ];
}

function isShown({ verdict, kind, trace }: PropertyReport, witnesses: boolean): boolean {
  return verdict === 'violated' || (witnesses && kind === 'reachable' && trace !== undefined);
}

function block(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}
