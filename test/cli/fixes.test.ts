import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { refhold } from './harness.ts';

const house = ['fixes', 'changes.ts'];

describe('fixes', () => {
  it('names the minimal sets of changes, for all properties and for each', async () => {
    const { code, out, err } = await refhold(house);
    expect(out).toMatchInlineSnapshot(`
      "house  A thief gets in
        variant  day
        changes  lock=false  key=false  dog=none

      ✔ 2 minimal sets of changes make all 3 properties hold:
          dog=awake
          lock=true  key=true

      properties 3
        ✘ violated    nothing | no-one is *stolen*
            holds with  lock=true
                    or  dog=awake
            depends on  lock · dog
        ✔ holds       the owner gets in
            depends on  lock · key
            broken by   lock=true
        ✔ holds       no deadlock

        8 combinations of 12 tried, 4 skipped because a smaller one is enough: 8
        checks, 22 states.
      "
    `);
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  it('asks for all settings at once', async () => {
    const { out, code } = await refhold([...house, '--under', '', '--under', 'night=true']);
    expect(out).toMatch(/under +1 as it is +2 night=true/);
    expect(out).toMatch(
      /✔ One minimal set of changes makes all 3 .* under both settings:\n {4}lock=true {2}key=true\n/,
    );
    expect(out).toContain('10 combinations of 12 tried, 2 skipped because a smaller one is enough: 20');
    expect(code).toBe(0);
  });

  it('says plainly that no combination is enough', async () => {
    const { out, code } = await refhold([...house, '--under', 'thief=ghost, night=yes']);
    expect(out).toMatch(/under +1 thief=ghost night=true/);
    expect(out).toContain('✘ No combination of these changes makes all 3 properties hold.');
    expect(out).toMatch(/What comes closest leaves 1 property:\n {4}as it is\n {6}✘ nothing \| no-one/);
    expect(code).toBe(0);
  });

  it('starts from a variant', async () => {
    const { out } = await refhold([...house, '--variant', 'locked']);
    expect(out).toMatch(/changes {2}lock=true {2}key=true {2}dog=none\n/);
    expect(out).toContain('✔ No change is needed: nothing is violated.');
    expect(out).toContain('1 combination of 12 tried, 11 skipped');
  });

  it('is a document with --format markdown', async () => {
    const { out } = await refhold([...house, '--format', 'markdown']);
    expect(out).toMatchInlineSnapshot(`
      "**house**: A thief gets in

      - variant: \`day\`
      - changes: \`lock=false\`, \`key=false\`, \`dog=none\`
      - settings: as it is

      Minimal sets of changes that make all 3 properties hold:

      - \`dog=awake\`
      - \`lock=true\`, \`key=true\`

      | property                        | as it is   | holds with                    | depends on    | broken by   |
      | ------------------------------- | ---------- | ----------------------------- | ------------- | ----------- |
      | nothing \\| no-one is \\*stolen\\* | ✘ violated | \`lock=true\`<br>or \`dog=awake\` | \`lock\`, \`dog\` |             |
      | the owner gets in               | ✔ holds    | as it is                      | \`lock\`, \`key\` | \`lock=true\` |
      | no deadlock                     | ✔ holds    | as it is                      |               |             |

      8 combinations of 12 tried, 4 skipped because a smaller one is enough: 8 checks, 22 states.
      "
    `);
  });

  it('is data with --format json', async () => {
    const { out } = await refhold([...house, '--format', 'json', '--under', 'night=true']);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'refhold.fixes/1',
      scenario: 'house',
      file: 'changes.ts',
      variant: 'day',
      base: { lock: false, thief: 'burglar' },
      options: ['lock', 'key', 'dog'],
      settings: [{ night: true }],
      minimal: [{ lock: true, key: true }],
      closest: [],
      properties: [
        { verdict: 'violated', minimal: [{ lock: true }], dependsOn: ['lock'], brokenBy: [] },
        {},
        {},
      ],
      trials: [
        { changes: {}, verdicts: { 'the owner gets in': 'holds' } },
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
      ],
      skipped: 2,
      checks: 10,
      stopped: [],
    });
  });

  it('ends with 20 where something is incomplete', async () => {
    const { code, out } = await refhold([...house, '--max-states', '1']);
    expect(out).toMatch(/▲ INCOMPLETE {2}\d+ sets of changes stopped at --max-states 1\./);
    expect(code).toBe(20);
  });

  it('ends with 70 where the model has a mistake', async () => {
    const { code, err } = await refhold(['fixes', 'mistakes/variant.ts']);
    expect(err).toMatch(/RH201.*the lamp is broken/s);
    expect(code).toBe(70);
  });

  it('is stopped by Ctrl-C, and does not deny what it did not decide', async () => {
    let press: (() => boolean) | undefined;
    const run = refhold(['fixes', 'series.ts'], { interrupt: (given) => (press = given) });
    await sleep(600);
    expect(press!()).toBe(true);
    const { code, out, err } = await run;
    expect(out).toContain('▲ No combination of these changes was shown to make both properties hold.');
    expect(out).toContain('▲ INCOMPLETE  2 sets of changes stopped because it was interrupted.');
    expect(err).toContain('▲ interrupted');
    expect(code).toBe(20);
  });

  it('shows which combination it is at', async () => {
    const slow = ['fixes', 'series.ts', '--timeout', '700ms', '--progress', 'live'];
    const { err } = await refhold(slow, { columns: 100 });
    expect(err).toMatch(/1 of 2 tried/);
  });

  it.each([
    [['link.ts'], /RH410.*link/s],
    [['loop.ts'], /RH410/],
    [['changes.ts', '--variant', 'dya'], /RH402.*Did you mean "day"\?/s],
    [['changes.ts', '--under', 'nihgt=true'], /RH403.*Did you mean "night"\?/s],
    [['changes.ts', '--under', 'night=perhaps'], /RH403/],
    [['changes.ts', '--under', 'night=yes,lock=yes'], /RH408.*lock is one of the changes that are tried/s],
    [['changes.ts', '--format', 'html'], /RH408/],
  ])('%j is a mistake', async (argv, says) => {
    const { code, out, err } = await refhold(['fixes', ...argv]);
    expect(err).toMatch(says);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it.each([80, 120])('fits %i columns', async (columns) => {
    const { out } = await refhold(['fixes', 'changes.ts', '--under', '', '--under', 'night=on'], { columns });
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
  });
});

it('show marks the options that are changes', async () => {
  const { out } = await refhold(['show', 'changes.ts']);
  expect(out).toMatch(/ lock +true \| false {2}default false {2}change\n/);
  expect(out).toMatch(/ night +true \| false {2}default false\n/);
  expect(out).toContain('The 3 that are changes are what `refhold fixes` tries.');
  expect((await refhold(['show', 'link.ts'])).out).not.toContain('change');
});
