import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { stoppedBy } from '../../checker/report/bounds.ts';
import { matrixMarkdown } from '../../checker/report/markdown/matrix.ts';
import { code, escaped, tableOf } from '../../checker/report/markdown/table.ts';
import type { MatrixReport } from '../../checker/report/matrix.ts';
import { matrixLines } from '../../checker/report/text/matrix.ts';
import { makePaper } from '../../checker/report/text/paper.ts';
import type { Row } from '../../checker/scenario/matrix.ts';

const marks = { '+': 'holds', '-': 'violated', '?': 'incomplete', '0': 'vacuous' } as const;

/** One row per text, one cell per character; `.` for no such property. */
function matrixOf(texts: Readonly<Record<string, string>>, more: Partial<MatrixReport> = {}): MatrixReport {
  const width = Math.max(...Object.values(texts).map(({ length }) => length));
  const properties = Array.from({ length: width }, (_, i) => `property number ${i + 1} of this test`);
  const rows = Object.entries(texts).map(([name, text]): Row => ({
    name,
    values: {},
    cells: Array.from(text).flatMap((mark, i) => {
      if (mark === '.') return [];
      const verdict = marks[mark as keyof typeof marks];
      return [
        { property: properties[i]!, kind: 'always', verdict, ...(mark === '-' ? { steps: 10 + i } : {}) },
      ];
    }),
    states: 1234,
    transitions: 1,
    milliseconds: 1,
    ...(text.includes('?') ? { bound: 'max-states' } : {}),
  }));
  return {
    schema: 'refhold.matrix/1',
    refhold: '1',
    scenario: 'test',
    title: 'A test',
    set: {},
    limits: { maxStates: 1000 },
    properties,
    rows,
    ...more,
  };
}

const many = (length: number, text: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length }, (_, i) => [`variant-${i + 1}`, text]));

function shown(matrix: MatrixReport, width: number): string {
  const plain = matrixLines(makePaper({ color: false, width }), matrix);
  for (const line of plain) expect(line.length, line).toBeLessThanOrEqual(width);
  const colored = matrixLines(makePaper({ color: true, width }), matrix);
  expect(stripVTControlCharacters(colored.join('\n'))).toBe(plain.join('\n'));
  return plain.join('\n');
}

describe('a matrix', () => {
  it('has names on both sides where they fit', () => {
    expect(shown(matrixOf({ early: '-+0', late: '++.' }), 80)).toMatchInlineSnapshot(`
      "test  A test

                                        early  late
        property number 1 of this test  ✘ 10   ✔
        property number 2 of this test  ✔      ✔
        property number 3 of this test  ●      ·
        states                          1,234  1,234

        ✔ holds  ✘ violated (steps of a shortest trace)  ● vacuous
        · no property of that variant
        \`refhold check test --variant NAME\` shows the traces of a variant."
    `);
  });

  it('wraps the names of properties before it gives them up', () => {
    const text = shown(matrixOf({ early: '-+0', late: '++.' }), 48);
    expect(text).toMatch(/early {2}late\n/);
  });

  it('has numbers for properties where variants are many', () => {
    expect(shown(matrixOf(many(9, '-+0.+')), 80)).toMatchInlineSnapshot(`
      "test  A test

                   1    2  3  4  5  states
        variant-1  ✘10  ✔  ●  ·  ✔   1,234
        variant-2  ✘10  ✔  ●  ·  ✔   1,234
        variant-3  ✘10  ✔  ●  ·  ✔   1,234
        variant-4  ✘10  ✔  ●  ·  ✔   1,234
        variant-5  ✘10  ✔  ●  ·  ✔   1,234
        variant-6  ✘10  ✔  ●  ·  ✔   1,234
        variant-7  ✘10  ✔  ●  ·  ✔   1,234
        variant-8  ✘10  ✔  ●  ·  ✔   1,234
        variant-9  ✘10  ✔  ●  ·  ✔   1,234

        1  property number 1 of this test
        2  property number 2 of this test
        3  property number 3 of this test
        4  property number 4 of this test
        5  property number 5 of this test

        ✔ holds  ✘ violated (steps of a shortest trace)  ● vacuous
        · no property of that variant
        \`refhold check test --variant NAME\` shows the traces of a variant."
    `);
  });

  it('leaves out the states first, then closes up', () => {
    const wide = matrixOf({ ...many(20, '-'.repeat(12)) });
    expect(shown(wide, 80)).toContain('states\n');
    expect(shown(wide, 73)).not.toContain('states\n');
    expect(shown(wide, 73)).toContain('✘10  ✘11');
    expect(shown(wide, 66)).toContain('✘10 ✘11');
    expect(shown(wide, 66).match(/variant-1 /g)).toHaveLength(1);
  });

  it('has numbers for variants where only that fits', () => {
    const text = shown(matrixOf(many(8, '-'.repeat(30))), 80);
    expect(text).toMatch(/^ {2}property number 1 of this test +✘10 +✘10/m);
    expect(text).toMatch(/^ {2}1 {2}variant-1$/m);
  });

  it('goes on below where nothing fits', () => {
    const text = shown(matrixOf(many(30, '-'.repeat(30))), 60);
    expect(text.match(/^ {2}variant-30 /gm)!.length).toBeGreaterThan(1);
    expect(text.match(/✘39/g)).toHaveLength(30);
  });

  it('cannot hide what is incomplete', () => {
    const text = shown(matrixOf({ early: '-?', late: '++', later: '??' }), 80);
    expect(text).toContain('▲ incomplete');
    expect(text).toContain('▲ INCOMPLETE  2 variants stopped at --max-states 1,000.');
    expect(text).toContain('  early · later\n  Raise --max-states');
  });

  it('says how to see the traces', () => {
    expect(shown(matrixOf({ a: '-' }, { file: 'x.ts', set: { n: 2, guard: 'dd_ref == 2' } }), 120)).toContain(
      '`refhold check x.ts --variant NAME --set n=2 --set "guard=dd_ref == 2"`',
    );
  });

  it('as Markdown has names where variants are few, and is padded as Prettier does it', () => {
    const set = { guard: 'a|b' };
    expect(matrixMarkdown(matrixOf({ early: '-+0', late: '+?.' }, { set })).join('\n'))
      .toMatchInlineSnapshot(`
        "**test**: A test

        With \`guard=a|b\`.

        | property                       | \`early\` | \`late\` |
        | ------------------------------ | ------- | ------ |
        | property number 1 of this test | ✘ 10    | ✔      |
        | property number 2 of this test | ✔       | ▲      |
        | property number 3 of this test | ●       | ·      |
        | _states_                       | 1,234   | 1,234  |

        ✔ holds, ✘ violated (steps of a shortest trace), ▲ incomplete, ● vacuous, · no property of that variant.

        **Incomplete**: \`late\` stopped at --max-states 1,000."
      `);
  });

  it('as Markdown has numbers where variants are many', () => {
    expect(matrixMarkdown(matrixOf(many(7, '-+'))).slice(2, 5)).toMatchInlineSnapshot(`
      [
        "| variant     | 1    | 2   | states |",
        "| ----------- | ---- | --- | ------ |",
        "| \`variant-1\` | ✘ 10 | ✔   | 1,234  |",
      ]
    `);
    expect(matrixMarkdown(matrixOf(many(7, '-+')))).toContain('2. property number 2 of this test');
  });
});

it('bounds are named by what they stopped', () => {
  const [early, late] = matrixOf({ early: '?', late: '-' }).rows as [Row, Row];
  const { bound, ...unbounded } = early;
  expect(bound).toBe('max-states');
  const all = [
    { name: 'a', row: early },
    { name: 'b', row: { ...late, bound: 'max-states' as const } },
    { name: 'c', row: { ...unbounded, livenessBound: 'interrupted' } },
    { name: 'a', row: early },
  ];
  // Of b, everything was decided before the bound.
  expect(stoppedBy(all)).toEqual([
    { bound: 'max-states', names: ['a'] },
    { bound: 'interrupted', names: ['c'] },
  ]);
});

it('Markdown says what it is given', () => {
  expect(escaped('a|b *c* <d> _e_ dd_ref `f`\n[g]\\')).toBe(
    'a\\|b \\*c\\* \\<d\\> \\_e\\_ dd_ref \\`f\\` \\[g\\]\\\\',
  );
  expect(code('a|`b`')).toBe("`a|'b'`");
  expect(tableOf(['a'], [[code('a|b')], [escaped('a|b')]])).toEqual([
    '| a      |',
    '| ------ |',
    '| `a\\|b` |',
    '| a\\|b   |',
  ]);
  expect(tableOf(['a', 'b'], [['✔', 'long']])).toEqual([
    '| a   | b    |',
    '| --- | ---- |',
    '| ✔   | long |',
  ]);
});
