/** Options of `check` whose value may be left out, and whether a word can be that value. */
const optional: Readonly<
  Record<string, { readonly takes: (word: string) => boolean; readonly without: string }>
> = {
  '--json': { takes: (word) => word === '-' || /\.json$/i.test(word), without: '-' },
  '--audit': { takes: (word) => /^[\d]/.test(word), without: '1000' },
};

/**
 * Lets `--json os-8627` mean what it says: the scenario os-8627, as JSON. Left alone, an option whose value may be
 * left out takes whatever word stands behind it.
 */
export function settleOptionalValues(argv: readonly string[]): string[] {
  if (argv.find((word) => !word.startsWith('-')) !== 'check') return [...argv];
  const end = argv.indexOf('--');
  return argv.flatMap((word, i) => {
    const option = Object.hasOwn(optional, word) ? optional[word] : undefined;
    if (option === undefined || (end >= 0 && i > end)) return [word];
    const next = argv[i + 1];
    return next !== undefined && option.takes(next) ? [word] : [`${word}=${option.without}`];
  });
}
