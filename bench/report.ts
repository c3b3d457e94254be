import type { Run } from './engines.ts';

/** `12,345`. */
export function count(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}

/** Transitions a second. */
export function rate(run: Run): number {
  return run.transitions / run.seconds;
}

/** `1.2 times` or `350 times`. */
export function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(1) : count(ratio)} ×`;
}

/** Columns that line up: numbers to the right, words to the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const words = head.map((_, i) => rows.every((row) => !/^\d/.test(row[i]!)));
  return lines
    .map((line) => line.map((cell, i) => (words[i] ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))))
    .map((line) => line.join('   ').trimEnd())
    .join('\n');
}

/** A line that the next one replaces; on a terminal only. */
export function note(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
