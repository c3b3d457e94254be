/** Numbers as people write them on a command line. All throw RH408. */
import { RefholdError } from '../checker/errors.ts';

const THOUSANDS = { '': 1, k: 1e3, m: 1e6, g: 1e9 };
const BINARY = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
const MILLISECONDS = { ms: 1, s: 1e3, m: 6e4, min: 6e4, h: 3.6e6 };

/** A count of at least 1: `10000`, `10k`, `5M`, `1e6`, `1_000_000`. */
export function parseCount(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?(?:e\d+)?)([kmg]?)$/i.exec(text.replace(/(?<=\d)[_,](?=\d)/g, ''));
  const value = match ? Number(match[1]) * THOUSANDS[match[2]!.toLowerCase() as keyof typeof THOUSANDS] : NaN;
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw wrong(option, text, 'a count from 1 up, such as 10000, 10k, 5M or 1e6');
}

/** A position in a trace: 0 or more. */
export function parsePosition(option: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw wrong(option, text, 'a number of steps from 0 up');
}

/** A whole number: 0 or more. */
export function parseNumber(option: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw wrong(option, text, 'a whole number from 0 up');
}

/** Bytes: `512M`, `8G`, `1.5GB`; 1K is 1,024. */
export function parseSize(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kmgt]?)(?:i?b)?$/i.exec(text);
  const value = match ? Number(match[1]) * BINARY[match[2]!.toLowerCase() as keyof typeof BINARY] : NaN;
  if (value >= 1) return Math.floor(value);
  throw wrong(option, text, 'a size such as 512M or 8G');
}

/** Milliseconds: `90` are seconds; else as in {@link parseDuration}. */
export function parsePeriod(option: string, text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(seconds)) return parseDuration(option, text);
  if (seconds > 0) return 1000 * seconds;
  throw wrong(option, text, 'a number of seconds, or a duration such as 5m');
}

/** Milliseconds: `30s`, `5m`, `1h30m`, `500ms`. */
export function parseDuration(option: string, text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|min|s|m|h)/gi)];
  const whole = parts.map(([part]) => part).join('') === text;
  const value = parts.reduce(
    (sum, [, number, unit]) =>
      sum + Number(number) * MILLISECONDS[unit!.toLowerCase() as keyof typeof MILLISECONDS],
    0,
  );
  if (whole && value >= 1) return value;
  throw wrong(option, text, 'a duration with its unit, such as 30s, 5m or 1h30m');
}

function wrong(option: string, text: string, wanted: string): RefholdError {
  return new RefholdError('RH408', { what: `${option} is ${wanted}, not "${text}"` });
}
