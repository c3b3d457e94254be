import { describe, expect, it } from 'vitest';
import { settleOptionalValues } from '../../cli/arguments.ts';
import { parseCount, parseDuration, parseSize } from '../../cli/quantity.ts';

describe('quantities', () => {
  it.each([
    ['10000', 10_000],
    ['10k', 10_000],
    ['5M', 5_000_000],
    ['1.5m', 1_500_000],
    ['2G', 2e9],
    ['1e6', 1_000_000],
    ['1_000_000', 1_000_000],
    ['1,000', 1000],
  ])('%s is the count %i', (text, value) => {
    expect(parseCount('--n', text)).toBe(value);
  });

  it.each(['', '0', '-1', '1.5', 'k', '1kk', '1 000', 'Infinity', '1e400', '0x10'])(
    '%j is no count',
    (text) => {
      expect(() => parseCount('--n', text)).toThrow(/RH408.*--n is a count from 1 up/);
    },
  );

  it.each([
    ['1024', 1024],
    ['512M', 512 * 2 ** 20],
    ['8G', 8 * 2 ** 30],
    ['1.5GB', 1.5 * 2 ** 30],
    ['2GiB', 2 ** 31],
    ['100kb', 102_400],
  ])('%s is the size %i', (text, value) => {
    expect(parseSize('--m', text)).toBe(value);
  });

  it.each(['', '0', 'G', '1X', '-1G', '1 G'])('%j is no size', (text) => {
    expect(() => parseSize('--m', text)).toThrow(/RH408/);
  });

  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['5min', 300_000],
    ['1h30m', 5_400_000],
    ['0.5s', 500],
  ])('%s is the duration %i', (text, value) => {
    expect(parseDuration('--t', text)).toBe(value);
  });

  it.each(['', '30', '0s', 's', '5 m', '1d', '-1s', '1s!'])('%j is no duration', (text) => {
    expect(() => parseDuration('--t', text)).toThrow(/RH408/);
  });
});

describe('options whose value may be left out', () => {
  it.each([
    ['check x --json', 'check x --json=-'],
    ['check --json x', 'check --json=- x'],
    ['check --json x.ts', 'check --json=- x.ts'],
    ['check --json run.json x', 'check --json run.json x'],
    ['check x --json -', 'check x --json -'],
    ['check --json=weird x', 'check --json=weird x'],
    ['check --audit x', 'check --audit=1000 x'],
    ['check --audit 10 x', 'check --audit 10 x'],
    ['check --audit --json', 'check --audit=1000 --json=-'],
    ['check -- --json', 'check -- --json'],
    ['list --json', 'list --json'],
    ['inspect --open-viewer x', 'inspect --open-viewer=https://stately.ai/inspect x'],
    ['inspect --open-viewer https://a.b x', 'inspect --open-viewer https://a.b x'],
    ['inspect x --json', 'inspect x --json'],
  ])('%s', (line, settled) => {
    expect(settleOptionalValues(line.split(' ')).join(' ')).toBe(settled);
  });
});
