import type { TraceFormat } from './format.ts';
import { page } from './html.ts';
import { itf } from './itf.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { mermaid } from './mermaid.ts';
import { text } from './text.ts';
import { vitest } from './vitest.ts';

/** Every format that a trace can be written in. */
export const traceFormats: readonly TraceFormat[] = [text, markdown, mermaid, page, json, itf, vitest];
