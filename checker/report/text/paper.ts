import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';

/** What text is written on. */
export interface Paper {
  /** Colours the text; leaves it as it is where there are no colours. */
  readonly paint: ChalkInstance;
  /** Columns. */
  readonly width: number;
}

/** Only the sixteen colours of the terminal's own theme are used, so that the reader's choice of them counts. */
export function makePaper(options: { readonly color: boolean; readonly width: number }): Paper {
  return { paint: new Chalk({ level: options.color ? 1 : 0 }), width: options.width };
}
