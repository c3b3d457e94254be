import { showData } from '../text/values.ts';
import { length } from '../text/verdict.ts';
import { changedOptions, endsWith, nameOf } from './format.ts';
import type { ModuleForm, SystemModule, TraceDocument, TraceFormat } from './format.ts';
import { changesOf, titleOf } from './plain.ts';

/** A regression test: takes the steps again, and expects the bug until it is told that it is fixed. */
export const vitest: TraceFormat = {
  name: 'vitest',
  about: 'a regression test that takes the steps again',
  extension: '.test.ts',
  joins: false,
  write: (document, module) => `${linesOf(document, module).join('\n')}\n`,
};

function linesOf(document: TraceDocument, module: SystemModule): string[] {
  const { origin, property, trace } = document;
  const bug = document.verdict === 'violated';
  const { imports, build } = loading(module, origin.scenario, origin.options);
  return [
    ...headComment(document, bug),
    `import { replay } from 'refhold';`,
    `import { expect, test } from 'vitest';`,
    ...imports,
    '',
    ...build,
    '',
    ...(bug
      ? [
          '/** Set this to false once the bug is fixed: from then on, the test fails if it comes back. */',
          'const bugIsThere = true;',
        ]
      : [
          '/** What is expected of these steps: that they still lead where they led. */',
          'const isReached = true;',
        ]),
    '',
    `test(${quoted(`${nameOf(origin)}: ${property.name}`)}, async () => {`,
    '  const { outcome, why } = await replay(system, properties, {',
    `    property: ${quoted(property.name)},`,
    '    steps: [',
    ...trace.steps.map(({ step }) => `      ${quoted(step)},`),
    '    ],',
    ...(trace.loop === undefined ? [] : [`    loop: ${trace.loop.from},`]),
    '  });',
    `  expect(outcome === 'reproduced', why).toBe(${bug ? 'bugIsThere' : 'isReached'});`,
    '});',
  ];
}

function headComment(document: TraceDocument, bug: boolean): string[] {
  const { refhold, origin, property, trace } = document;
  const options = changedOptions(origin);
  const steps = trace.steps.flatMap((step, i) => [
    `  ${String(i + 1).padStart(2)}  ${titleOf(step)}${step.at === undefined ? '' : `  (${step.at})`}`,
    ...step.deliveries.map(({ actor }) => {
      const changes = changesOf(step, actor);
      return `        ${actor}: ${changes.length === 0 ? 'stays as it is' : changes.join(', ')}`;
    }),
  ]);
  const ends = Object.entries(trace.values ?? {}).map(([name, value]) => `${name} = ${showData(value, 80)}`);
  return [
    '/**',
    ...[
      `${nameOf(origin)}${options.length === 0 ? '' : ` (${options.join(', ')})`}`,
      `${endsWith(document)} "${property.name}" after ${length(trace)}; found by refhold ${refhold}.`,
      '',
      ...steps,
      ...(ends.length === 0 ? [] : ['', `At the end: ${ends.join(', ')}`]),
      '',
      ...(bug
        ? [
            'The test passes as long as the system has the bug. When it fails, the bug is fixed, or hidden behind another',
            'way: check the system again, then set `bugIsThere` to false.',
          ]
        : ['The test fails when the steps do not lead there any more.']),
    ].map((line) => ` * ${line.replaceAll('*/', '* /')}`.trimEnd()),
    ' */',
  ];
}

function loading(
  { specifier, form }: SystemModule,
  scenario: string,
  options: Readonly<Record<string, unknown>>,
): { imports: string[]; build: string[] } {
  const from = `from ${quoted(specifier)};`;
  const entries = Object.entries(options).map(([name, value]) => `${quotedKey(name)}: ${literal(value)}`);
  const values = entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  const built = (name: string): string[] => [`const { system, properties } = ${name}.build(${values});`];
  switch (form.kind) {
    case 'scenario':
      return { imports: [`import ${imported(form, 'scenario')} ${from}`], build: built('scenario') };
    case 'scenarios':
      return {
        imports: [`import { scenarios } ${from}`],
        build: [
          `const scenario = scenarios.find(({ name }) => name === ${quoted(scenario)})!;`,
          ...built('scenario'),
        ],
      };
    case 'object':
      return {
        imports: [`import model ${from}`],
        build: form.properties
          ? ['const { system, properties } = model;']
          : ['const { system } = model;', 'const properties = [];'],
      };
    case 'system': {
      const both = form.properties ? 'properties' : '';
      const clause =
        form.name === 'default'
          ? `system${both && `, { ${both} }`}`
          : `{ ${[...(both ? [both] : []), 'system'].join(', ')} }`;
      return {
        imports: [`import ${clause} ${from}`],
        build: form.properties ? [] : ['const properties = [];'],
      };
    }
  }
}

function imported({ name }: Extract<ModuleForm, { kind: 'scenario' }>, as: string): string {
  if (name === 'default') return as;
  return name === as ? `{ ${as} }` : `{ ${name} as ${as} }`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** A string as the sources of refhold write it. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return text.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`;
}

function quotedKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}
