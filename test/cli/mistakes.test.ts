import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { RefholdError } from '../../checker/index.ts';
import { refhold } from './harness.ts';

/** One user's file for each mistake: the code, and what the error has to name. */
const mistakes: readonly (readonly [file: string, code: string, names: readonly RegExp[]])[] = [
  ['effect', 'RH101', [/effect\.ts:\d+/, /machine door/, /state shut/, /on open/, /make the effect a step/]],
  ['invoke', 'RH101', [/invoke\.ts:\d+/, /state opening/, /an actor of the system/]],
  ['after', 'RH101', [/state ajar/, /after 1000/, /time passes/]],
  ['context', 'RH102', [/context\.visitors is an instance of Set/, /an array for a Map or a Set/]],
  ['unknown-actor', 'RH103', [/unknown-actor\.ts/, /"dor"\. Did you mean "door"\?/, /step push/]],
  ['unknown-event', 'RH104', [/no "opne"\. Did you mean "open"\?/, /step push/, /actor door/]],
  ['duplicate-step', 'RH105', [/duplicate-step\.ts:\d+/, /"push"/]],
  ['missing-input', 'RH108', [/missing-input\.ts:\d+/, /actor door/, /input/]],
  ['throwing-step', 'RH201', [/throwing-step\.ts:\d+/, /the door is ajar already/, /step push/]],
  ['throwing-property', 'RH201', [/throwing-property\.ts:\d+/, /what handle\?/, /the door has a handle/]],
  ['throwing-assign', 'RH202', [/machine door/, /event open/, /must return new values/]],
  ['impure-step', 'RH204', [/step push/, /no random numbers/]],
  ['deliveries', 'RH205', [/the event is "open", without a type/, /step push/]],
  ['endless', 'RH301', [/more than 2000 local states/, /context\.visits grows/, /--max-local-states/]],
  ['no-rest', 'RH303', [/event open/, /`always` transitions/]],
  ['throws', 'RH405', [/throws\.ts:2/, /no ruler/, /2 \| {3}throw new Error/]],
  ['misspelt-import', 'RH405', [/misspelt-import\.ts:5/, /defineSytem is not a function/]],
  ['no-export', 'RH406', [/exported as `doors`, not as `system`/, /export const system/]],
  ['properties', 'RH406', [/`properties\[0\]` is not a property/]],
];

const STACK = /^\s+at .*[:(]\d+/m;

describe('a mistake in a file', () => {
  it.each(mistakes)('%s is %s', async (file, code, names) => {
    const {
      code: exit,
      out,
      err,
    } = await refhold([...['check', `mistakes/${file}.ts`, '--max-local-states', '2000']]);
    const said = (out + err).replace(/\n {2,}/g, ' ');
    expect(said).toContain(`✘ ${code}`);
    for (const name of names) expect(said).toMatch(name);
    expect(said).toMatch(/ fix {4}\S/);
    expect(said).not.toMatch(STACK);
    expect(exit).toBe(code.startsWith('RH4') ? 2 : 70);
  });
});

describe('a file somewhere, without node_modules', () => {
  let folder: string;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'refhold-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const DOOR = `const door = setup({}).createMachine({ initial: 'shut', states: { shut: { on: { open: 'ajar' } }, ajar: {} } });`;
  const STEPS = `steps: { push: () => ({ door: { type: 'open' } }) }`;

  it.each(['ts', 'mts', 'js', 'mjs'])('is loaded, with refhold and xstate (.%s)', async (ending) => {
    write(
      `door.${ending}`,
      `import { setup } from 'xstate';
       import { defineSystem, never } from 'refhold';
       ${DOOR}
       export default { system: defineSystem({ actors: { door }, ${STEPS}, ends: () => true }),
         properties: [never('the door is ajar', (s) => s.door.matches('ajar'))] };`,
    );
    const { code, out } = await refhold(['check', `door.${ending}`], { cwd: folder });
    expect(out).toMatch(/✘ violated +the door is ajar +after 1 step/);
    expect(code).toBe(12);
  });

  it('is loaded as CommonJS (.cjs)', async () => {
    write(
      'door.cjs',
      `const { setup } = require('xstate');
       const { defineSystem } = require('refhold');
       ${DOOR}
       exports.system = defineSystem({ actors: { door }, ${STEPS}, ends: () => true });`,
    );
    expect((await refhold(['check', 'door.cjs'], { cwd: folder })).code).toBe(0);
  });

  it('may import other files', async () => {
    write('machine.ts', `import { setup } from 'xstate'; export ${DOOR}`);
    write(
      'split.ts',
      `import { defineSystem } from 'refhold'; import { door } from './machine.ts';
       export const system = defineSystem({ actors: { door }, ${STEPS} });`,
    );
    const { code, out } = await refhold(['check', 'split.ts'], { cwd: folder });
    expect(out).toMatch(/✘ violated +no deadlock +after 1 step/);
    expect(code).toBe(11);
  });

  it('shares this very instance of refhold', async () => {
    write(
      'instance.ts',
      `import { RefholdError } from 'refhold'; (globalThis as any).seen = RefholdError; export default 1;`,
    );
    await refhold(['check', 'instance.ts'], { cwd: folder });
    expect((globalThis as { seen?: unknown }).seen).toBe(RefholdError);
  });

  it('may have an xstate of its own', async () => {
    mkdirSync(join(folder, 'project', 'node_modules'), { recursive: true });
    cpSync(
      join(import.meta.dirname, '../../node_modules/xstate'),
      join(folder, 'project/node_modules/xstate'),
      {
        recursive: true,
      },
    );
    write(
      'project/door.ts',
      `import * as own from 'xstate'; import { defineSystem } from 'refhold';
       (globalThis as any).seen = own.setup; const { setup } = own;
       ${DOOR}
       export const system = defineSystem({ actors: { door }, ${STEPS}, ends: () => true });`,
    );
    const { code } = await refhold(['check', 'project/door.ts'], { cwd: folder });
    expect((globalThis as { seen?: unknown }).seen).not.toBe(setup);
    expect(code).toBe(0);
  });

  it('may import the scenarios of refhold', async () => {
    write('ours.ts', `import { scenarios } from 'refhold/machines'; export default scenarios[0];`);
    const { code, out } = await refhold(['show', 'ours.ts'], { cwd: folder });
    expect(out).toContain('os-8627');
    expect(code).toBe(0);
  });

  it('is read anew each time', async () => {
    write('changing.ts', `export default 1;`);
    expect((await refhold(['check', 'changing.ts'], { cwd: folder })).err).toContain('RH406');
    write('changing.ts', `import x from './gone.ts'; export default x;`);
    expect((await refhold(['check', 'changing.ts'], { cwd: folder })).err).toContain('RH405');
  });

  it.each([
    [
      'a syntax error',
      'export default {\n  a: 1,,\n};\n',
      'RH405',
      /Unexpected token/,
      'it.ts:2:8',
      '2 |   a: 1,,',
    ],
    ['no exports', 'const unused = 1;\n', 'RH406', /no exports/, 'it.ts', ''],
    ['a default export that is nothing', 'export default null;\n', 'RH406', /exports `default`/, 'it.ts', ''],
    [
      'a missing import',
      "\nimport './gone.ts';\n",
      'RH405',
      /Cannot find module '.\/gone.ts'/,
      'it.ts:2',
      'gone',
    ],
    [
      'a name that refhold does not export',
      "import { defineSytem } from 'refhold';\nexport const system = defineSytem({});\n",
      ...(['RH405', /Did you mean "defineSystem"\?/, 'it.ts:2', '2 | export const system'] as const),
    ],
    ['something odd thrown', 'throw null;\n', 'RH405', /null/, 'it.ts', ''],
  ])('%s is an error with its place', async (_, text, code, what, place, excerpt) => {
    write('it.ts', text);
    const { code: exit, err } = await refhold(['check', 'it.ts'], { cwd: folder });
    expect(err).toContain(code);
    expect(err).toMatch(what);
    expect(err).toContain(`where  ${place}`);
    expect(err).toContain(excerpt);
    expect(err).not.toMatch(STACK);
    expect(exit).toBe(2);
  });

  it.each([
    ['gone.ts', /there is no gone\.ts/],
    ['.', undefined],
    ['./', /\.\/ is not a file/],
  ])('%s cannot be read', async (file, what) => {
    const { code, err } = await refhold(['check', file], { cwd: folder });
    expect(err).toMatch(what ?? /RH401/);
    if (what) expect(err).toContain('RH404');
    expect(code).toBe(2);
  });
});
