/** Contrast as WCAG 2.2 has it: texts 4.5 (1.4.3), marks 3 (1.4.11), in both themes of the page and of exported traces. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { style as exported } from '../../checker/report/formats/html/style.ts';

const folder = join(import.meta.dirname, '../../explorer/page/style');
const sheets = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

type Palette = Readonly<Record<string, string>>;

/** 0 for black to 1 for white. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((i) => Number.parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** 1 for the same colour to 21 for black on white. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

function palettesOfPage(): Record<'light' | 'dark', Palette> {
  const theme = readFileSync(join(folder, 'theme.css'), 'utf8');
  const [light, dark] = [...theme.matchAll(/^:root[^{]*\{(.*?)^\}/gms)].map(([, block]) =>
    Object.fromEntries(
      [...block!.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, value]) => [name!, value!]),
    ),
  );
  return { light: light!, dark: { ...light, ...dark } };
}

function palettesOfExport(): Record<'light' | 'dark', Palette> {
  const both = [...exported.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)];
  return {
    light: Object.fromEntries(both.map(([, name, value]) => [name!, value!])),
    dark: Object.fromEntries(both.map(([, name, , value]) => [name!, value!])),
  };
}

const texts = ['text', 'dim', 'accent', 'red', 'green', 'amber', 'violet'];
const grounds = ['ground', 'panel', 'raised', 'hover', 'accent-ground', 'red-ground', 'amber-ground'];
/** What a reader has to see of drawings and controls, and what it is drawn on. */
const marks = ['line-strong', 'accent', 'red', 'green', 'text', 'dim'];
const graph = ['graph-node', 'graph-edge', 'graph-here', 'graph-found', 'accent', 'red', 'green'];
/** Divides what is divided by space as well. */
const decoration = ['line'];

/** The pairs that have less contrast than they should. */
function faint(
  palette: Palette,
  fronts: readonly string[],
  backs: readonly string[],
  least: number,
): string[] {
  return fronts.flatMap((front) =>
    backs.flatMap((back) => {
      const ratio = contrast(palette[front]!, palette[back]!);
      return ratio >= least ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`];
    }),
  );
}

describe('contrast', () => {
  it('is computed as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#ffffff', '#ffffff')).toBe(1);
  });

  describe.each(Object.entries(palettesOfPage()))('of the page, %s', (_, palette) => {
    it('is enough for every text on every ground', () => {
      expect(faint(palette, texts, grounds, 4.5)).toEqual([]);
      expect(faint(palette, ['on-accent'], ['accent'], 4.5)).toEqual([]);
    });

    it('is enough for every mark', () => {
      expect(faint(palette, marks, ['ground', 'panel', 'accent-ground', 'red-ground'], 3)).toEqual([]);
      expect(faint(palette, graph, ['ground'], 3)).toEqual([]);
    });
  });

  it('is computed for everything that the page uses', () => {
    const all = sheets.join('\n').replace(/\/\*.*?\*\//gs, '');
    const used = (properties: string): string[] =>
      [...all.matchAll(new RegExp(`(?<=[\\s;{])(?:${properties}):[^;]*?var\\(--([\\w-]+)\\)`, 'g'))].map(
        ([, name]) => name!,
      );
    expect(texts.concat('on-accent')).toEqual(expect.arrayContaining(used('color')));
    expect([...grounds, ...marks, ...graph]).toEqual(
      expect.arrayContaining(used('background|background-color')),
    );
    expect([...texts, ...marks, ...grounds]).toEqual(expect.arrayContaining(used('fill')));
    expect([...marks, ...grounds]).toEqual(expect.arrayContaining(used('stroke')));
    expect([...marks, ...decoration, 'currentcolor']).toEqual(expect.arrayContaining(used('border[a-z-]*')));
    // What is see-through has another contrast than its colour; what is disabled need not have any.
    const veiled = [...all.matchAll(/^([^{}]*)\{[^}]*opacity:/gm)].map(([, selector]) => selector!.trim());
    // The row is between two grounds.
    expect(veiled).toEqual(['button:disabled', '.sequence .message.current rect']);
  });

  describe.each(Object.entries(palettesOfExport()))('of an exported trace, %s', (_, palette) => {
    it('is enough', () => {
      const papers = ['page', 'paper', 'changed', 'bad-paper', 'good-paper'];
      expect(faint(palette, ['ink', 'faint', 'accent', 'bad', 'good'], papers, 4.5)).toEqual([]);
      expect(faint(palette, ['loop'], ['page', 'paper', 'changed'], 4.5)).toEqual([]);
    });
  });
});
