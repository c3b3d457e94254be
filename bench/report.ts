/** `12,345`. */
export function count(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}

/** `0.52 ×`, `1.2 ×` or `350 ×`. */
export function times(ratio: number): string {
  return `${ratio < 0.95 ? ratio.toFixed(2) : ratio < 10 ? ratio.toFixed(1) : count(ratio)} ×`;
}

/** Columns that line up: numbers to the right, words to the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return lines(head, rows, isWords(head, rows))
    .map((line) => line.join('   ').trimEnd())
    .join('\n');
}

/** The same in Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const words = isWords(head, rows);
  const [first, ...rest] = lines(head, rows, words);
  const rule = first!.map((cell, i) =>
    words[i]! ? '-'.repeat(cell.length) : `${'-'.repeat(cell.length - 1)}:`,
  );
  return [first!, rule, ...rest].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function isWords(head: readonly string[], rows: readonly (readonly string[])[]): boolean[] {
  return head.map((_, i) => rows.every((row) => !/^\d/.test(row[i]!)));
}

function lines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  words: readonly boolean[],
): string[][] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(3, ...all.map((line) => line[i]!.length)));
  return all.map((line) =>
    line.map((cell, i) => (words[i]! ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))),
  );
}

/** A line that the next one replaces; on a terminal only. */
export function note(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
