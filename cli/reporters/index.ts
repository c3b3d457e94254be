import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';
import { summary } from './summary.ts';
import { text } from './text.ts';

/** Every reporter that `refhold check` has. */
export const reporters: readonly Reporter[] = [text, json, markdown, junit, sarif, github, summary];
