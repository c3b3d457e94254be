import { makePaper } from '../checker/report/text/paper.ts';
import type { Paper } from '../checker/report/text/paper.ts';
import type { Io, Output } from './io.ts';

/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 132;
/** A width for pipes and files, where nobody says one. */
const USUAL = 100;
const NARROWEST = 40;

/** What to write on an output: as wide as it is, coloured if `--color` says so or the output can show it. */
export function paperFor(io: Io, output: Output, color: boolean | undefined): Paper {
  // Some pseudo-terminals say that they have no columns at all.
  const columns = [output.columns, Number(io.env.COLUMNS), USUAL].find(
    (one) => one !== undefined && one > 0,
  )!;
  return makePaper({
    color: color ?? wantsColor(io, output),
    width: Math.min(Math.max(columns, NARROWEST), WIDEST),
  });
}

/** FORCE_COLOR, then NO_COLOR (https://no-color.org), then whether a terminal that can is there. */
function wantsColor({ env }: Io, output: Output): boolean {
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return output.isTTY === true && env.TERM !== 'dumb';
}

/** Writes lines, the last one ended too. */
export function print(output: Output, lines: readonly string[]): void {
  if (lines.length > 0) output.write(`${lines.join('\n')}\n`);
}
