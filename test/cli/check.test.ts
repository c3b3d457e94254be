import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { refhold, steady } from './harness.ts';

describe('exit codes', () => {
  it.each([
    ['early', 12, 'safety'],
    ['stuck', 11, 'deadlock'],
    ['guarded', 0, 'everything holds'],
  ])('%s: %i, %s', async (variant, code) => {
    expect((await refhold(['check', 'link.ts', '--variant', variant])).code).toBe(code);
  });

  it('21 if vacuous', async () => {
    const only = ['--property', 'only an unused link is deleted'];
    expect((await refhold(['check', 'link.ts', '--variant', 'vacuous', ...only])).code).toBe(21);
  });

  it('safety comes before deadlock', async () => {
    const both = ['check', 'link.ts', '--variant', 'early,stuck'];
    expect((await refhold(both)).code).toBe(12);
  });

  it('a mistake in the model comes before everything, and the others run all the same', async () => {
    const { code, out } = await refhold(['check', 'mistakes/throwing-step.ts', 'link.ts', '--quiet']);
    expect(out).toMatch(/✘ RH201.*\n.*✘ 3 violated/s);
    expect(out).toContain('the door is ajar already');
    expect(code).toBe(70);
  });
});

describe('what is checked', () => {
  it('is the first variant by default', async () => {
    expect((await refhold(['check', 'link.ts', '--quiet'])).out).toMatch(/^ {2}link +early/m);
  });

  it('may be several variants, repeated or separated by commas', async () => {
    const { out } = await refhold([
      'check',
      'link.ts',
      '--quiet',
      '--variant',
      'early,stuck',
      '--variant',
      'vacuous',
    ]);
    expect(out.match(/(early|stuck|vacuous|guarded) {2}/g)?.map((name) => name.trim())).toEqual([
      'early',
      'stuck',
      'vacuous',
    ]);
  });

  it('may be all variants', async () => {
    const { out } = await refhold(['check', 'link.ts', '--all-variants', '--quiet']);
    for (const variant of ['early', 'guarded', 'stuck', 'vacuous', 'forgotten'])
      expect(out).toContain(variant);
  });

  it('takes options on top of the variant', async () => {
    const { code, out } = await refhold(['check', 'link.ts', '--set', 'guard=yes', '--set', 'ends=off']);
    expect(out).toContain('variant early  guard=true  ends=false');
    // What is recorded for the variant says nothing about it any more.
    expect(out).not.toContain('recorded');
    expect(code).toBe(11);
  });

  it('takes only some properties', async () => {
    const names = ['--property', 'refs never underflow', '--property', 'the link can be freed'];
    const { out } = await refhold(['check', 'link.ts', '--variant', 'guarded', ...names]);
    expect(out).toContain('✔ 2 hold');
    expect(out).not.toContain('no deadlock');
    const { code } = await refhold(['check', 'link.ts', '--variant', 'stuck', ...names]);
    expect(code).toBe(0);
  });

  it('takes freedom from deadlock by name', async () => {
    const { code, out } = await refhold([
      'check',
      'link.ts',
      '--variant',
      'stuck',
      '--property',
      'no deadlock',
    ]);
    expect(out).toContain('✘ 1 violated (1 step)');
    expect(code).toBe(11);
  });
});

describe('recorded verdicts', () => {
  it('match: exit code 0 although properties are violated', async () => {
    const { code, out } = await refhold([
      'check',
      'link.ts',
      '--known',
      '--variant',
      'early,guarded,stuck,vacuous',
    ]);
    expect(out.match(/as recorded for this variant/g)).toHaveLength(4);
    expect(out).not.toContain('differs');
    expect(code).toBe(0);
  });

  it('differ: exit code 1, with what was expected and what came out', async () => {
    // So narrow that the verdicts give way as far as they can: how far they do otherwise depends on how long the times are.
    const command = ['check', 'link.ts', '--known', '--all-variants', '--quiet'];
    const { code, out } = await refhold(command, { columns: 70 });
    expect(steady(out)).toMatchInlineSnapshot(`
      "  scenario  variant    verdicts                     states time  recorded
        link      early      ✘ 3 violated (2 to 3 steps)       7 TIME  as recorded
                             ✔ 2 hold
                  guarded    ✔ 5 hold                          5 TIME  as recorded
                  stuck      ✘ 1 violated (1 step)             5 TIME  as recorded
                             ✔ 4 hold
                  vacuous    ✘ 1 violated ● 1 vacuous          3 TIME  as recorded
                             ✔ 3 hold
                  forgotten  ✘ 3 violated (2 to 3 steps)       7 TIME  differs
                             ✔ 2 hold

      ✘ link forgotten
          refs never underflow
            recorded  holds
            got       violated at 3 steps
          no stream points at a freed link
            recorded  holds
            got       violated at 2 steps
          only an unused link is deleted
            recorded  holds
            got       violated at 2 steps
          states
            recorded  6 states
            got       7 states

      ✘ 1 of 5 checks not as recorded
      "
    `);
    expect(code).toBe(1);
  });

  it('are never matched by incomplete ones', async () => {
    const bounded = ['check', 'link.ts', '--known', '--variant', 'guarded', '--max-states', '4'];
    const { code, out } = await refhold(bounded);
    expect(out).toContain('refs never underflow: recorded holds, got incomplete');
    expect(out).toContain('the exploration is incomplete');
    expect(code).toBe(1);
  });

  it('are compared for the properties that are asked for', async () => {
    const some = ['--known', '--property', 'no deadlock'];
    expect((await refhold(['check', 'link.ts', '--variant', 'early', ...some])).code).toBe(0);
  });
});

describe('bounds', () => {
  it.each([
    [['--max-states', '1k'], 'at --max-states 1,000', 'Raise --max-states'],
    [['--max-depth', '5'], 'at --max-depth 5', 'Raise --max-depth'],
    [['--max-memory', '1M'], 'at --max-memory 1 MB', 'Raise --max-memory'],
    [['--timeout', '50ms'], 'at --timeout TIME', 'Raise --timeout'],
  ])('%j: incomplete, and what to do', async (bound, where, remedy) => {
    const { code, out } = await refhold(['check', 'counters.ts', ...bound], { columns: 132 });
    expect(out).toContain('▲ incomplete  a stays small');
    expect(steady(out)).toContain(`▲ INCOMPLETE  The search stopped ${where}`);
    expect(out).toContain(remedy);
    expect(out).toMatch(/explored {2}incomplete, /);
    expect(out).not.toContain('✔');
    expect(code).toBe(20);
  });

  it('cannot be overlooked where only a table is shown', async () => {
    const { code, out } = await refhold(['check', 'counters.ts', 'link.ts', '--quiet', '--max-states', '3']);
    expect(out.match(/▲ INCOMPLETE {2}The search stopped at --max-states 3/g)).toHaveLength(2);
    expect(code).toBe(12);
  });

  it('of local states is an error in the model', async () => {
    const { code, out } = await refhold(['check', 'counters.ts', '--max-local-states', '10']);
    expect(out).toContain('RH301');
    expect(code).toBe(70);
  });

  it('does not take back what was found before it', async () => {
    const { code, out } = await refhold(['check', 'link.ts', '--max-depth', '2']);
    expect(out).toMatch(/✘ violated +no stream points/);
    expect(out).toMatch(/▲ incomplete +refs never underflow/);
    expect(code).toBe(12);
  });
});

describe('text', () => {
  it('of one check', async () => {
    const { out, err } = await refhold(['check', 'link.ts']);
    expect(steady(out)).toMatchInlineSnapshot(`
      "link  A link is freed under its observer
        file link.ts  variant early

        ✘ violated    refs never underflow              after 3 steps
        ✘ violated    no stream points at a freed link  after 2 steps
        ✘ violated    only an unused link is deleted    after 2 steps
        ✔ holds       the link can be freed             after 1 step
        ✔ holds       no deadlock

      ✘ refs never underflow · 3 steps
        start  net0: visible  snoop: idle
         1  snoop: open  dls_mgmt.c: dls_devnet_hold
            One more reference.
            → snoop: open                 idle → reading
            → net0: hold                  refs 1 → 2
         2  dladm: delete net0  dls_mgmt.c: dls_devnet_unset
            → net0: delete                visible → freed  refs 2 → 0
         3  snoop: close
            → snoop: close                reading → gone
            → net0: release {by:"snoop"}  refs 0 → -1

          ✘ violates  refs never underflow
            A release always finds a reference.
            because refs = -1
            it read net0.context.refs = -1
            cites   OS-8627 · OS-406

      ✘ no stream points at a freed link
      ✘ only an unused link is deleted · 2 steps
        start  net0: visible  snoop: idle
         1  snoop: open  dls_mgmt.c: dls_devnet_hold
            One more reference.
            → snoop: open   idle → reading
            → net0: hold    refs 1 → 2
         2  dladm: delete net0  dls_mgmt.c: dls_devnet_unset
            → net0: delete  visible → freed  refs 2 → 0

          ✘ violates  no stream points at a freed link
            it read net0.matches("freed") = true  snoop.matches("reading") = true

          ✘ violates  only an unused link is deleted
            it read before.net0.context.refs = 2

        ✘ 3 violated (2 to 3 steps) · ✔ 2 hold
        as recorded for this variant
        explored  7 states · 6 transitions · depth 3 · …
      "
    `);
    expect(err).toBe('');
  });

  it('of a deadlock', async () => {
    const { out } = await refhold(['check', 'link.ts', '--variant', 'stuck', '--property', 'no deadlock']);
    expect(steady(out)).toMatchInlineSnapshot(`
      "link  A link is freed under its observer
        file link.ts  variant stuck  guard=true  ends=false

        ✘ violated    no deadlock  after 1 step

      ✘ no deadlock · 1 step
        start  net0: visible  snoop: idle
         1  dladm: delete net0  dls_mgmt.c: dls_devnet_unset
            → net0: delete  visible → freed  refs 1 → 0

          ✘ violates  no deadlock
            Some step is always possible, except in states that are accepted ends.
            stuck   net0: freed {refs:0}  snoop: idle
            blocked snoop waits for net0 (net0.matches("visible") is false), last
                    changed by dladm

        ✘ 1 violated (1 step)
        as recorded for this variant
        explored  5 states · 4 transitions · depth 3 · …
      "
    `);
  });

  it('of a witness that does not exist', async () => {
    const { out } = await refhold(['check', 'link.ts', '--variant', 'vacuous']);
    expect(steady(out)).toMatchInlineSnapshot(`
      "link  A link is freed under its observer
        file link.ts  variant vacuous  admin=false

        ✔ holds       refs never underflow
        ✔ holds       no stream points at a freed link
        ● vacuous     only an unused link is deleted    what it is about never happens
        ✘ violated    the link can be freed · no reachable state satisfies it
        ✔ holds       no deadlock

      ✘ the link can be freed · no reachable state satisfies it
            Somebody gets rid of it.

        ✘ 1 violated · ● 1 vacuous · ✔ 3 hold
        as recorded for this variant
        explored  3 states · 2 transitions · depth 2 · …
        never taken  delete net0
      "
    `);
  });

  it('of witnesses', async () => {
    const { out } = await refhold(['check', 'link.ts', '--variant', 'guarded', '--witnesses']);
    expect(out).toMatch(/✔ the link can be freed · 1 step\n.*✔ reaches {2}the link can be freed/s);
    expect((await refhold(['check', 'link.ts', '--variant', 'guarded'])).out).not.toContain('reaches');
  });

  it.each([80, 100, 120])('fits %i columns', async (columns) => {
    const runs = [['check', 'link.ts', '--all-variants'], ['show', 'os-8627'], ['list'], ['explain']];
    for (const argv of runs) {
      const { out } = await refhold(argv, { columns });
      for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
    }
  });

  it('says with colours what it says without', async () => {
    const argv = ['check', 'link.ts', '--all-variants'];
    const plain = await refhold(argv);
    const colored = await refhold(argv, { terminal: true });
    expect(colored.out).not.toBe(plain.out);
    expect(steady(stripVTControlCharacters(colored.out))).toBe(steady(plain.out));
  });

  it.each([
    ['a pipe', {}, [], false],
    ['a terminal', { terminal: true }, [], true],
    ['a terminal with NO_COLOR', { terminal: true, env: { NO_COLOR: '1' } }, [], false],
    ['a terminal that is dumb', { terminal: true, env: { TERM: 'dumb' } }, [], false],
    ['a pipe with FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, [], true],
    ['a pipe with --color', {}, ['--color'], true],
    ['a pipe with --color and NO_COLOR', { env: { NO_COLOR: '1' } }, ['--color'], true],
    ['a terminal with --no-color', { terminal: true }, ['--no-color'], false],
  ])('on %s: colours %s', async (_, settings, flags, colored) => {
    const { out } = await refhold(['check', 'link.ts', ...flags], settings);
    expect(stripVTControlCharacters(out) !== out).toBe(colored);
    const { err } = await refhold(['check', 'gone.ts', ...flags], settings);
    expect(stripVTControlCharacters(err) !== err).toBe(colored);
  });
});

describe('coverage', () => {
  it('says what never happened inside the machines', async () => {
    const { out } = await refhold(['check', 'link.ts', '--variant', 'vacuous', '--coverage']);
    expect(out).toMatch(
      /link {2}\(net0\) {2}1 of 2 states · 2 of \d+ transitions\n +never reached +freed\n +never taken/,
    );
    expect((await refhold(['check', 'link.ts', '--variant', 'vacuous'])).out).not.toContain('never reached');
  });
});

describe('warnings', () => {
  it('are shown', async () => {
    const { out } = await refhold(['check', 'warning.ts']);
    expect(out).toMatch(/! RHW01 {2}open: \{\} refuses the event/);
    expect(out).toContain('actor door › machine door › state shut');
    const twice = await refhold(['check', 'warning.ts', 'warning.ts', '--quiet']);
    expect(twice.out.match(/! RHW01/g)).toHaveLength(1);
  });
});

describe('audit', () => {
  it('asks every n-th state again', async () => {
    expect((await refhold(['check', '--audit', 'link.ts', '--variant', 'guarded'])).code).toBe(0);
    expect((await refhold(['check', 'link.ts', '--audit=1', '--variant', 'guarded'])).code).toBe(0);
  });

  it('finds what asking twice does not', async () => {
    const { code, out } = await refhold(['check', 'mistakes/impure-later.ts', '--audit', '1']);
    expect(out).toContain('✘ RH204');
    expect(code).toBe(70);
  });
});
