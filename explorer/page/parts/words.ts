import type { CheckProgress, PropertyAnswer } from '../../shared/api.ts';

const digits = new Intl.NumberFormat('en');

/** `1,234 states`, `1 state`. */
export function counted(count: number, noun: string): string {
  return `${digits.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function showProgress({ states, depth, milliseconds }: CheckProgress): string {
  return `${counted(states, 'state')} · depth ${depth} · ${(milliseconds / 1000).toFixed(1)} s`;
}

export type Verdict = PropertyAnswer['verdict'];

const glyphs = { holds: '✔', violated: '✘', incomplete: '…', vacuous: '∅' } as const;

/** The sign of a verdict; a dot where there is none yet. */
export function glyphOf(verdict: Verdict | undefined): string {
  return verdict === undefined ? '·' : glyphs[verdict];
}

/** What a bound that was hit is called. */
export function showBound(bound: string): string {
  return bound === 'interrupted' ? 'interrupted' : `stopped by ${bound}`;
}
