import { describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';
import { version } from '../../cli/version.ts';
import { fixtures, refhold } from './harness.ts';

const STACK = /^\s+at .*[:(]\d+/m;

const commands = 'check watch matrix fixes list show graph replay inspect walk explain'.split(' ');

describe('help', () => {
  it('of refhold shows the commands and examples', async () => {
    const { code, out } = await refhold(['--help']);
    expect(code).toBe(0);
    for (const command of commands) expect(out).toMatch(`\n  ${command} `);
    expect(out).toContain('Examples:');
    expect((await refhold([])).out).toBe(out);
    expect((await refhold(['help'])).out).toBe(out);
  });

  it.each(commands)('of %s shows examples', async (command) => {
    const { code, out } = await refhold([command, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`Examples:\n  refhold (.*\n  refhold )?${command}`));
    expect((await refhold(['help', command])).out).toBe(out);
  });

  it('of check documents the exit codes', async () => {
    const { out } = await refhold(['check', '--help']);
    for (const code of [70, 12, 11, 13, 20, 21, 0]) expect(out).toMatch(new RegExp(`^ +${code}  \\S`, 'm'));
  });

  it('keeps to the width of the terminal, as far as words allow', async () => {
    const { out } = await refhold(['--help'], { columns: 80 });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(96);
  });
});

it('prints its version', async () => {
  expect(await refhold(['--version'])).toEqual({ code: 0, out: `${version()}\n`, err: '' });
  expect(version()).toMatch(/^\d+\.\d+\.\d+/);
});

describe('a command line that makes no sense', () => {
  it.each([
    [['chek'], /unknown command 'chek'\. Did you mean check\?/],
    [['link.ts'], /Did you mean `refhold check link\.ts`\?/],
    [['os-8627'], /Did you mean `refhold check os-8627`\?/],
    [['check', '--varient', 'x'], /unknown option '--varient'\. Did you mean --variant\?/],
    [['check', '--variant'], /argument missing/],
    [['show'], /missing required argument 'target'/],
    [['show', 'link.ts', 'counters.ts'], /too many arguments/],
    [['check', 'os-867'], /RH401.*"os-867"\. Did you mean "os-8627"\?/s],
    [['check', 'link.ts', '--variant', 'guraded'], /RH402.*Did you mean "guarded"\?/s],
    [['check', 'link.ts', '--variant', 'early,stukc'], /RH402.*Did you mean "stuck"\?/s],
    [['check', 'counters.ts', '--variant', 'early'], /RH402.*counters\.ts has no variants at all/s],
    [['check', 'link.ts', '--set', 'gaurd=true'], /RH403.*Did you mean "guard"\?/s],
    [['check', 'link.ts', '--set', 'guard=maybe'], /RH403.*option guard is true \| false, not "maybe"/s],
    [['check', 'link.ts', '--set', 'guard'], /RH403.*"guard" has no value/s],
    [['show', 'link.ts', '--set', 'gaurd=true'], /RH403/],
    [
      ['check', 'link.ts', '--property', 'refs never undreflow'],
      /RH409.*Did you mean "refs never underflow"\?/s,
    ],
    [['check', 'link.ts', '--max-states', 'many'], /RH408.*--max-states is a count/s],
    [['check', 'link.ts', '--max-states', '0'], /RH408/],
    [['check', 'link.ts', '--max-states', '1.5'], /RH408/],
    [['check', 'link.ts', '--max-memory', '1X'], /RH408.*512M or 8G/s],
    [['check', 'link.ts', '--timeout', '30'], /RH408.*a duration with its unit/s],
    [['check', 'link.ts', '--progress', 'loud'], /RH408.*live or plain/s],
    [['check', 'link.ts', '--all-variants', '--variant', 'early'], /RH408.*Leave out one/s],
    [['check', '--variant', 'early'], /RH408.*--variant without a scenario/s],
    [['check', '--set', 'guard=true'], /RH408.*--set without a scenario/s],
    [['check', '--property', 'x'], /RH408.*--property without a scenario/s],
    [['check', 'counters.ts', '--known'], /RH408.*counters\.ts has no recorded verdicts/s],
    [['check', 'link.ts', '--known', '--set', 'guard=true'], /RH408.*--known together with --set/s],
    [['check', 'link.ts', '--json', 'no/such/folder/x.json'], /RH408.*--json no\/such/s],
    [['replay', 'gone.json'], /RH404.*there is no gone\.json/s],
    [['replay', 'link.ts'], /RH407.*it is not JSON/s],
    [['explain', 'RH99'], /RH408.*there is no error "RH99"/s],
  ])('%j', async (argv, says) => {
    const { code, out, err } = await refhold(argv);
    expect(err).toMatch(says);
    expect(err).not.toMatch(STACK);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

describe('explain', () => {
  it('explains one code, in any case', async () => {
    const { code, out } = await refhold(['explain', 'rh104']);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "RH104  A step delivers an event that the receiving machine never mentions
             Correct the event's type, or handle it somewhere in the machine.
      "
    `);
  });

  it('explains all codes, and warnings', async () => {
    const { out } = await refhold(['explain']);
    for (const code of ['RH101', 'RH201', 'RH301', 'RH409', 'RHW01'])
      expect(out).toMatch(new RegExp(`^${code}  `, 'm'));
  });
});

describe('a bug of refhold', () => {
  const broken = async (env: Readonly<Record<string, string>>): Promise<{ code: number; err: string }> => {
    let err = '';
    const code = await main(['list'], {
      stdout: {
        write() {
          throw new TypeError('no ink');
        },
      },
      stderr: { write: (text) => (err += text) },
      cwd: fixtures,
      env,
      onInterrupt: () => () => undefined,
    });
    return { code, err };
  };

  it('is called that, without a stack', async () => {
    const { code, err } = await broken({});
    expect(err).toMatch(/unexpected {2}no ink\n.*a bug of refhold, please report it/);
    expect(err).not.toMatch(STACK);
    expect(code).toBe(70);
  });

  it('shows where with REFHOLD_DEBUG=1', async () => {
    expect((await broken({ REFHOLD_DEBUG: '1' })).err).toMatch(STACK);
  });
});
