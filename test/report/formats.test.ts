import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import DOMPurify from 'dompurify';
import mermaid from 'mermaid';
import { format as prettier } from 'prettier';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { traceFormats } from '../../checker/report/formats/index.ts';
import { itfValue } from '../../checker/report/formats/itf.ts';
import { traceFileSchema } from '../../checker/report/formats/json.ts';
import { mermaidText } from '../../checker/report/formats/mermaid.ts';
import type { ModuleForm, TraceDocument } from '../../checker/report/formats/format.ts';
import { reportSchema } from '../../checker/report/json.ts';
import { readSaved } from '../../checker/report/saved.ts';
import { statesOf } from '../../checker/trace/states.ts';
import { fixtureTraces } from './documents.ts';
import { itfSchema } from './itfSchema.ts';

type Name = keyof Awaited<ReturnType<typeof fixtureTraces>>;
const names: readonly Name[] = ['safety', 'lasso', 'trap', 'deadlock', 'waits', 'awkward'];
const golden = join(import.meta.dirname, 'golden');
const module = { specifier: './link.ts', form: { kind: 'scenario', name: 'default' } } as const;

let traces: Record<Name, TraceDocument>;
beforeAll(async () => {
  traces = await fixtureTraces();
  // Without a document, it has nothing to clean; its functions are all that Mermaid's parsers want of it.
  Object.assign(DOMPurify, { addHook: () => undefined, sanitize: (text: string) => text });
});

const written = (format: string, name: Name): string =>
  traceFormats.find((one) => one.name === format)!.write(traces[name], module);

describe.each(traceFormats.map(({ name, extension }) => [name, extension] as const))(
  '%s',
  (format, extension) => {
    test.each(['safety', 'lasso', 'waits', 'awkward'] as const)(
      'writes %s as it always did',
      async (name) => {
        await expect(written(format, name)).toMatchFileSnapshot(join(golden, `${name}${extension}.golden`));
      },
    );

    test.each(names)('ends the last line of %s', (name) => {
      expect(written(format, name)).toMatch(/[^\n]\n$/);
    });
  },
);

describe('states of a trace', () => {
  it.each(names)('%s: come out as the last state', (name) => {
    const { trace } = traces[name];
    expect(statesOf(trace).at(-1)).toEqual(trace.final);
    expect(statesOf(trace)).toHaveLength(trace.steps.length + 1);
  });

  it('follow fields that come and go', () => {
    const value = 'x';
    const states = statesOf({
      initial: { a: { value, context: { list: [1, 2], gone: 1 } } },
      steps: [
        {
          step: 's',
          deliveries: [],
          changes: [
            { actor: 'a', path: ['context', 'list', 1], before: 2 },
            { actor: 'a', path: ['context', 'gone'], before: 1 },
            { actor: 'a', path: ['context', 'deep', 'new'], after: true },
            { actor: 'a', path: ['status'], after: 'done' },
          ],
        },
      ],
    });
    expect(states[1]).toEqual({ a: { value, status: 'done', context: { list: [1], deep: { new: true } } } });
    expect(states[0]!.a!.context).toEqual({ list: [1, 2], gone: 1 });
  });
});

describe('mermaid', () => {
  it.each(names)('%s: is a sequence diagram to the parser of Mermaid', async (name) => {
    expect(await mermaid.parse(written('mermaid', name))).toMatchObject({ diagramType: 'sequence' });
  });

  it('has a loop for what repeats', () => {
    expect(written('mermaid', 'lasso')).toMatch(/^ {2}loop for ever\n(.*\n)+ {2}end$/m);
    expect(written('mermaid', 'safety')).not.toMatch(/^ *loop/m);
  });

  it('shows who sends to whom', () => {
    const text = written('mermaid', 'safety');
    expect(text).toContain('actor p0 as dladm');
    expect(text).toContain('participant p1 as net0');
    expect(text).toContain('p0->>p1: delete');
    expect(text).toContain('p2->>p1: hold');
  });

  it.each(['a;b', 'a\nb', '#35;', '%% no comment', '<br/>', 'end', '{}', '`x`'])(
    'can say %j',
    async (text) => {
      const diagram = `sequenceDiagram\n  participant a\n  Note over a: ${mermaidText(text)}\n  a->>a: ${mermaidText(text)}\n`;
      expect(await mermaid.parse(diagram)).toBeTruthy();
      expect(mermaidText(text)).not.toMatch(/[;%<>\n](?!\d)(?<!#\d+;)/);
    },
  );
});

describe('itf', () => {
  const validate = new Ajv({ strict: true, allowMatchingProperties: true }).compile(itfSchema);

  it.each(names)('%s: follows the format', (name) => {
    const data: unknown = JSON.parse(written('itf', name));
    validate(data);
    expect(validate.errors).toBeNull();
  });

  it('refuses what is none', () => {
    const data = JSON.parse(written('itf', 'safety')) as { states: { net0: unknown }[] };
    data.states[0]!.net0 = 1;
    expect(validate(data)).toBe(false);
  });

  it('names the step that led to a state, and where the loop begins', () => {
    const { states, loop, vars } = JSON.parse(written('itf', 'lasso')) as {
      states: Record<string, unknown>[];
      loop: number;
      vars: string[];
    };
    expect(vars).toEqual(['mbt::actionTaken', 'wanderer']);
    expect(states.map((state) => state['mbt::actionTaken'])).toEqual([
      'init',
      'leaves',
      'wanders',
      'wanders',
    ]);
    expect(loop).toBe(2);
  });

  it.each([
    [7, { '#bigint': '7' }],
    [-1, { '#bigint': '-1' }],
    [0.5, { '#unserializable': '0.5' }],
    [null, { tag: 'None', value: { '#tup': [] } }],
    [
      [true, 'x'],
      [true, 'x'],
    ],
    [{ a: { b: 1 } }, { a: { b: { '#bigint': '1' } } }],
    [{ '#a': 1 }, { '#map': [['#a', { '#bigint': '1' }]] }],
  ])('%j', (value, itf) => {
    expect(itfValue(value)).toEqual(itf);
  });
});

describe('json', () => {
  const shipped = (file: string): object =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas', file), 'utf8')) as object;

  it.each([
    ['trace-1.schema.json', traceFileSchema, 'A trace of refhold'],
    ['report-1.schema.json', reportSchema, 'A report of refhold'],
  ] as const)('ships %s, made from what reads the files', async (file, schema, title) => {
    const made = { $id: `urn:refhold:${file.replace('.schema.json', '')}`, title, ...toJsonSchema(schema) };
    const text = await prettier(JSON.stringify(made), { parser: 'json', printWidth: 110 });
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../../schemas', file));
  });

  it.each(names)('%s: follows the schema', (name) => {
    const validate = new Ajv({ strict: false }).compile(shipped('trace-1.schema.json'));
    validate(JSON.parse(written('json', name)));
    expect(validate.errors).toBeNull();
    expect(validate({ ...JSON.parse(written('json', name)), verdict: 'fine' })).toBe(false);
  });

  it('is read as a report with one trace', () => {
    const { checks } = readSaved(written('json', 'safety'), 'x.json');
    expect(checks).toHaveLength(1);
    expect(checks[0]!.properties[0]!.trace).toEqual(traces.safety.trace);
    expect(() => readSaved('{"schema":"refhold.trace/1"}', 'x.json')).toThrow(/RH407/);
    expect(() => readSaved('{"schema":"refhold.trace/2"}', 'x.json')).toThrow(/RH407.*refhold\.trace\/2/);
  });
});

describe('html', () => {
  it.each(names)('%s: loads nothing and runs nothing', (name) => {
    const text = written('html', name);
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|url\(|@import|https?:/i);
  });

  it('escapes what would be markup', () => {
    const text = written('html', 'awkward');
    expect(text).not.toMatch(/<b>|<i>|<\/script>/);
    expect(text).toContain('&#60;b&#62;comes&#60;/b&#62;');
  });

  it('has a look for dark and for light', () => {
    expect(written('html', 'safety')).toMatch(/color-scheme: light dark/);
  });
});

describe('vitest', () => {
  const withForm = (form: ModuleForm, name: Name = 'safety'): string =>
    traceFormats.find((one) => one.name === 'vitest')!.write(traces[name], { specifier: '../x.ts', form });

  it.each<[ModuleForm, RegExp]>([
    [{ kind: 'scenario', name: 'default' }, /^import scenario from '\.\.\/x\.ts';$/m],
    [{ kind: 'scenario', name: 'link' }, /^import \{ link as scenario \} from/m],
    [{ kind: 'scenario', name: 'scenario' }, /^import \{ scenario \} from/m],
    [{ kind: 'scenarios' }, /^const scenario = scenarios\.find\(\(\{ name \}\) => name === 'link'\)!;$/m],
    [{ kind: 'system', name: 'system', properties: true }, /^import \{ properties, system \} from/m],
    [{ kind: 'system', name: 'system', properties: false }, /^const properties = \[\];$/m],
    [{ kind: 'system', name: 'default', properties: true }, /^import system, \{ properties \} from/m],
    [{ kind: 'object', properties: true }, /^const \{ system, properties \} = model;$/m],
  ])('imports %j', (form, wanted) => {
    expect(withForm(form)).toMatch(wanted);
  });

  it('keeps its comment closed', () => {
    const text = written('vitest', 'awkward');
    expect(text.indexOf('*/')).toBe(text.indexOf(' */\nimport') + 1);
  });
});
