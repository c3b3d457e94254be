import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { FixesReport } from '../../checker/report/fixes.ts';
import { fixesReport } from '../../checker/report/fixes.ts';
import { fixesMarkdown } from '../../checker/report/markdown/fixes.ts';
import { fixesLines } from '../../checker/report/text/fixes.ts';
import { makePaper } from '../../checker/report/text/paper.ts';
import { defineScenario, defineSystem, never, onStep, option } from '../../checker/index.ts';
import { fixesOf } from '../../checker/scenario/fixes.ts';
import type { CheckOptions } from '../../checker/index.ts';
import { setup } from 'xstate';

const lamp = setup({ types: { events: {} as { type: 'burn' } } }).createMachine({
  initial: 'off',
  states: { off: { on: { burn: 'burning' } }, burning: {} },
});

/** Nothing burns without power; with a fuse, not at once. */
const lamps = defineScenario({
  name: 'lamps',
  title: 'A lamp burns',
  about: '',
  sources: [],
  options: {
    power: option.change(option.flag(true, 'there is power')),
    bulb: option.change(option.choice(['glass', 'led | cold'], 'glass', 'what is screwed in')),
    old: option.flag(false, 'the house is old'),
  },
  variants: {},
  system: ({ power, bulb, old }) =>
    defineSystem({
      actors: { lamp },
      steps: { burn: () => power && (old || bulb === 'glass') && { lamp: { type: 'burn' } } },
      ends: () => true,
    }),
  properties: () => [
    never<{ lamp: typeof lamp }>('it burns', (s) => s.lamp.matches('burning')),
    onStep('burning is a step', 'burn', () => true),
  ],
});

async function reportFor(
  settings: readonly Readonly<Record<string, boolean>>[],
  limits: CheckOptions = {},
): Promise<FixesReport> {
  const found = await fixesOf(lamps, undefined, settings, limits);
  return fixesReport({ refhold: '1', title: 'A lamp burns', limits: { maxStates: 1 } }, found);
}

function shown(fixes: FixesReport, width = 80): string {
  const plain = fixesLines(makePaper({ color: false, width }), fixes);
  for (const line of plain) expect(line.length, line).toBeLessThanOrEqual(width);
  const colored = fixesLines(makePaper({ color: true, width }), fixes);
  expect(stripVTControlCharacters(colored.join('\n'))).toBe(plain.join('\n'));
  return plain.join('\n');
}

describe('fixes', () => {
  it('are minimal, and do not pass for more than they are', async () => {
    expect(shown(await reportFor([{}, { old: true }]))).toMatchInlineSnapshot(`
      "lamps  A lamp burns
        changes  power=true  bulb=glass
        under    1 as it is   2 old=true

      ✔ One minimal set of changes makes all 3 properties hold under both settings:
          power=false  ● 1 vacuous

      properties 3
        ✘ violated    it burns
            holds with  power=false
            depends on  power
        ✔ holds       burning is a step
        ✔ holds       no deadlock

        3 combinations of 4 tried, 1 skipped because a smaller one is enough: 6
        checks, 9 states."
    `);
  });

  it('group properties of which the same is known', async () => {
    const report = await reportFor([{}]);
    const [burns, ...others] = report.properties;
    const twice = { ...report, properties: [burns!, { ...burns!, property: 'it smokes' }, ...others] };
    expect(shown(twice)).toMatch(/✘ violated {4}it burns\n {2}✘ violated {4}it smokes\n {6}holds with/);
  });

  it('say what comes closest where none is enough', async () => {
    const report = await reportFor([{}]);
    const none = {
      ...report,
      minimal: [],
      closest: [
        { changes: { power: false }, left: [{ property: 'it burns', verdict: 'violated' as const }] },
      ],
    };
    expect(shown(none)).toContain(
      [
        '✘ No combination of these changes makes all 3 properties hold.',
        '  What comes closest leaves 1 property:',
        '    power=false',
        '      ✘ it burns',
      ].join('\n'),
    );
    expect(fixesMarkdown(none).join('\n')).toContain('- `power=false` leaves: it burns\n');
  });

  it('are not denied where not everything was decided', async () => {
    const report = await reportFor([{}], { maxStates: 1 });
    const bounded = {
      ...report,
      minimal: [],
      closest: [{ changes: {}, left: [{ property: 'it burns', verdict: 'incomplete' as const }] }],
    };
    const text = shown(bounded);
    expect(text).toContain('▲ No combination of these changes was shown to make all 3 properties hold.');
    expect(text).toContain('▲ INCOMPLETE  1 set of changes stopped at --max-states 1.');
    expect(fixesMarkdown(bounded).join('\n')).toContain(
      '**Incomplete**: 1 set of changes stopped at --max-states 1. What was not decided counts as not holding.',
    );
  });

  it('of which there are many are counted', async () => {
    const report = await reportFor([{}]);
    const sets = Array.from({ length: 11 }, (_, i) => ({ bulb: `number ${i + 1}` }));
    const text = shown({
      ...report,
      minimal: sets,
      properties: [{ ...report.properties[0]!, minimal: sets }],
    });
    expect(text).toContain('    bulb="number 8"\n    and 3 more (--format json has them all)\n');
    expect(text.match(/and 3 more/g)).toHaveLength(2);
  });

  it('are a document, too', async () => {
    expect(fixesMarkdown(await reportFor([{}, { old: true }])).join('\n')).toMatchInlineSnapshot(`
      "**lamps**: A lamp burns

      - changes: \`power=true\`, \`bulb=glass\`
      - settings: as it is; \`old=true\`

      Minimal sets of changes that make all 3 properties hold under both settings:

      - \`power=false\` (1 vacuous)

      | property          | as it is   | holds with    | depends on | broken by |
      | ----------------- | ---------- | ------------- | ---------- | --------- |
      | it burns          | ✘ violated | \`power=false\` | \`power\`    |           |
      | burning is a step | ✔ holds    | as it is      |            |           |
      | no deadlock       | ✔ holds    | as it is      |            |           |

      3 combinations of 4 tried, 1 skipped because a smaller one is enough: 6 checks, 9 states."
    `);
  });

  it('leave the fewest properties with the fewest changes', async () => {
    const { closest } = await reportFor([{}], { maxStates: 1 }).then((report) => report);
    expect(closest).toEqual([]);
    const trial = (
      changes: Record<string, number>,
      ...left: ('holds' | 'violated' | 'incomplete' | 'vacuous')[]
    ) => ({
      changes,
      rows: [],
      verdicts: new Map(left.map((verdict, i) => [String(i), verdict])),
    });
    const report = fixesReport(
      { refhold: '1', limits: {} },
      {
        scenario: 's',
        base: {},
        settings: [{}],
        options: ['a', 'b'],
        skipped: 0,
        minimal: [],
        properties: [],
        trials: [
          trial({}, 'violated', 'incomplete', 'holds'),
          trial({ a: 1 }, 'violated', 'vacuous', 'holds'),
          trial({ b: 1 }, 'holds', 'incomplete', 'holds'),
          trial({ a: 1, b: 1 }, 'holds', 'violated', 'holds'),
        ],
      },
    );
    expect(report.closest).toEqual([
      { changes: { a: 1 }, left: [{ property: '0', verdict: 'violated' }] },
      { changes: { b: 1 }, left: [{ property: '1', verdict: 'incomplete' }] },
    ]);
  });
});
