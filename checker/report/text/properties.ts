import type { PropertyReport } from '../report.ts';
import type { Paper } from './paper.ts';
import { remark, showVerdict } from './verdict.ts';
import { pad, widthOf } from './width.ts';
import { flow } from './wrap.ts';

const VERDICT_WIDTH = '▲ incomplete'.length;

/** One line per property: verdict, name, and what there is to say. */
export function propertyLines(paper: Paper, properties: readonly PropertyReport[]): string[] {
  const longest = Math.max(0, ...properties.map(({ name }) => widthOf(name)));
  return properties.flatMap((property) => {
    const first = `  ${pad(showVerdict(paper, property.verdict), VERDICT_WIDTH)}  `;
    const said = remark(property);
    const name = said === '' ? property.name : pad(property.name, longest);
    if (widthOf(first) + longest + 2 + widthOf(said) <= paper.width) {
      return [`${first}${name}${said === '' ? '' : `  ${paper.paint.dim(said)}`}`];
    }
    const words = [...property.name.split(' '), ...(said === '' ? [] : [paper.paint.dim(`· ${said}`)])];
    return flow(words, { width: paper.width, first });
  });
}
