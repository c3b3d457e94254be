import { derived } from './variants/derived.ts';
import { designs, start } from './variants/designs.ts';
import { knownIssues } from './variants/knownIssues.ts';

export const variants = { ...designs, ...knownIssues, ...derived, ...start };
