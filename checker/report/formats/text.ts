import { makePaper } from '../text/paper.ts';
import { headerLines } from '../text/header.ts';
import { traceSections } from '../text/sections.ts';
import type { TraceFormat } from './format.ts';

/** As `refhold check` shows it, without colours. */
export const text: TraceFormat = {
  name: 'text',
  about: 'as `refhold check` shows it',
  extension: '.txt',
  joins: true,
  write({ origin, property, verdict, trace }) {
    const paper = makePaper({ color: false, width: 100 });
    const header = headerLines(paper, { ...origin, limits: {}, properties: [], warnings: [] });
    const lines = [...header, ...traceSections(paper, [{ ...property, verdict, trace }])];
    return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
  },
};
