import type { Verdict } from '../../property/types.ts';
import type { Trace } from '../../trace/types.ts';
import type { PropertyReport } from '../report.ts';
import { counted } from './numbers.ts';
import type { Paper } from './paper.ts';

/** Each verdict has a symbol, a word and a colour of its own: no one of them is needed to tell them apart. */
const looks = {
  holds: { symbol: '✔', color: 'green' },
  violated: { symbol: '✘', color: 'red' },
  vacuous: { symbol: '●', color: 'magenta' },
  incomplete: { symbol: '▲', color: 'yellow' },
} as const satisfies Record<Verdict, { symbol: string; color: string }>;

export function symbolOf(verdict: Verdict): string {
  return looks[verdict].symbol;
}

/** Colours a text as a verdict is coloured. */
export function paintVerdict({ paint }: Paper, verdict: Verdict, text: string): string {
  return paint[looks[verdict].color](text);
}

/** `✔ holds` */
export function showVerdict(paper: Paper, verdict: Verdict): string {
  return paintVerdict(paper, verdict, `${symbolOf(verdict)} ${verdict}`);
}

/** What there is to say next to a verdict; empty if nothing. */
export function remark({ kind, verdict, trace }: PropertyReport): string {
  const steps = trace && length(trace);
  if (verdict === 'violated') {
    if (kind === 'reachable') return 'no reachable state satisfies it';
    return steps === undefined ? '' : `after ${steps}`;
  }
  if (kind === 'reachable' && steps !== undefined) return `after ${steps}`;
  return verdict === 'vacuous' ? 'what it is about never happens' : '';
}

/** `16 steps`; of a run that never ends: `12 steps, then 4 for ever`. */
export function length({ steps, loop }: Trace): string {
  if (loop === undefined || loop.from === steps.length) return counted(steps.length, 'step');
  const repeated = steps.length - loop.from;
  if (loop.from === 0) return `${counted(repeated, 'step')} for ever`;
  return `${counted(loop.from, 'step')}, then ${repeated} for ever`;
}
