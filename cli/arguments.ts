import { VIEWER } from './inspect/page.ts';

/** An option whose value may be left out: whether a word can be that value, and what it is without. */
interface OptionalValue {
  readonly takes: (word: string) => boolean;
  readonly without: string;
}

const optional: Readonly<Record<string, Readonly<Record<string, OptionalValue>>>> = {
  check: {
    '--json': { takes: (word) => word === '-' || /\.json$/i.test(word), without: '-' },
    '--audit': { takes: (word) => /^[\d]/.test(word), without: '1000' },
  },
  inspect: { '--open-viewer': { takes: (word) => /^https?:/.test(word), without: VIEWER } },
};

/**
 * Lets `--json os-8627` mean what it says: the scenario os-8627, as JSON. Left alone, an option whose value may be
 * left out takes whatever word stands behind it.
 */
export function settleOptionalValues(argv: readonly string[]): string[] {
  const command = argv.find((word) => !word.startsWith('-')) ?? '';
  const options = Object.hasOwn(optional, command) ? optional[command]! : {};
  const end = argv.indexOf('--');
  return argv.flatMap((word, i) => {
    const option = Object.hasOwn(options, word) ? options[word] : undefined;
    if (option === undefined || (end >= 0 && i > end)) return [word];
    const next = argv[i + 1];
    return next !== undefined && option.takes(next) ? [word] : [`${word}=${option.without}`];
  });
}
