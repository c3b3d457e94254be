import { pad, widthOf } from '../text/width.ts';

/** Text as it is, wherever it stands in a Markdown document. */
export function escaped(text: string): string {
  return text.replace(/[\\`*[\]<>|]|(?<!\w)_|_(?!\w)/g, '\\$&').replace(/\s+/g, ' ');
}

/** Text as code. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/**
 * A table as Prettier writes it, so that documents that hold one stay as they are. A bar ends a cell even in code,
 * unless it is escaped.
 */
export function tableOf(head: readonly string[], given: readonly (readonly string[])[]): string[] {
  const rows = given.map((row) => row.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')));
  const widths = head.map((cell, i) => Math.max(3, ...[cell, ...rows.map((row) => row[i]!)].map(widthOf)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => pad(cell, widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
