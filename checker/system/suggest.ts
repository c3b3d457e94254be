import { closest, distance } from 'fastest-levenshtein';

/** ` Did you mean "x"?` where one of the candidates is close enough, else the candidates themselves. */
export function suggest(wrong: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return '';
  const best = closest(wrong, candidates);
  if (distance(wrong.toLowerCase(), best.toLowerCase()) <= Math.max(2, wrong.length / 3)) {
    return ` Did you mean "${best}"?`;
  }
  const shown = candidates.slice(0, 12).join(', ');
  return ` There is: ${shown}${candidates.length > 12 ? ', …' : ''}.`;
}
