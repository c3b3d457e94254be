import { widthOf } from './width.ts';

export interface WrapOptions {
  /** Columns of the whole line, indent included. */
  readonly width: number;
  /** What the first line starts with. */
  readonly first?: string;
  /** What every other line starts with. Default: spaces as wide as `first`. */
  readonly rest?: string;
  /** What stands between two pieces on one line. Default: a space. */
  readonly gap?: string;
}

/** Lays pieces out in lines. Only a piece that is longer than a line is broken, at its spaces. */
export function flow(pieces: readonly string[], options: WrapOptions): string[] {
  const { width, first = '', gap = ' ' } = options;
  const rest = options.rest ?? ' '.repeat(widthOf(first));
  const lines: string[] = [];
  let line = first;
  let empty = true;
  const add = (piece: string, space: string): void => {
    if (!empty && widthOf(line) + widthOf(space) + widthOf(piece) > width) {
      lines.push(line.trimEnd());
      line = rest;
      empty = true;
    }
    line += empty ? piece : space + piece;
    empty = false;
  };
  for (const piece of pieces) {
    if (widthOf(rest) + widthOf(piece) <= width) add(piece, gap);
    else piece.split(' ').forEach((word, i) => add(word, i === 0 ? gap : ' '));
  }
  lines.push(line);
  return lines;
}

/** Breaks prose at its spaces. `paint` colours each word. */
export function prose(
  text: string,
  options: WrapOptions,
  paint: (word: string) => string = (word) => word,
): string[] {
  return flow(
    text
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => paint(word)),
    options,
  );
}
