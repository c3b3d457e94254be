import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';
import { networkOf } from '../../checker/export/build.ts';
import { exploreFor } from '../../checker/export/explore.ts';
import { RefholdError } from '../../checker/errors.ts';
import { toEtf } from '../../checker/export/etf.ts';
import type { Network } from '../../checker/export/network.ts';
import { exportAs, formats } from '../../checker/export/formats.ts';
import type { ExportFormat } from '../../checker/export/formats.ts';
import type { Title } from '../../checker/export/text.ts';
import { toTla } from '../../checker/export/tla.ts';
import { buildNetwork } from '../../checker/export/build.ts';
import { noDeadlock } from '../../checker/property/properties.ts';
import type { Scenario } from '../../checker/scenario/scenario.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import type { Checkable } from '../../checker/scenario/scenario.ts';
import { scenarios } from '../../machines/index.ts';
import { naive } from '../oracle/naive.ts';
import { buildSystem, systemSpec } from '../oracle/random.ts';
import { largest, patience, settings } from '../oracle/settings.ts';
import { properties as readmeProperties, system as readmeSystem } from '../smoke/readme-example.ts';
import { rejection } from '../support.ts';
import { readEtf, walkEtf } from './etf.ts';

const title: Title = { name: 'a test', by: 'refhold', options: [] };

async function written(
  { system, properties }: Checkable,
  format: ExportFormat,
): Promise<Record<string, string>> {
  const all = [...properties, noDeadlock];
  const { files } = exportAs(format, await exploreFor(system, all), all, title);
  return Object.fromEntries(files.map(({ ending, parts }) => [ending, [...parts].join('')]));
}

/** Counts and distances: what does not depend on the names of states. */
function shape(distances: Iterable<number>, edges: readonly string[]): unknown {
  const steps = edges.map((edge) => edge.split(/[\t]/)[1] ?? edge.split(' ').slice(1, -1).join(' '));
  return { distances: [...distances].sort((a, b) => a - b), steps: steps.sort() };
}

/** Undefined where there would be too many rows for a test. */
function tablesOf(network: Network): string | undefined {
  try {
    return toEtf(network, title, 3000).files[0]!.text;
  } catch (thrown) {
    if (thrown instanceof RefholdError && thrown.code === 'RH501') return undefined;
    throw thrown;
  }
}

describe('random systems', () => {
  test(
    'the tables of LTSmin lead where XState leads, and their labels are true where properties find something',
    async () => {
      await fc.assert(
        fc.asyncProperty(systemSpec, async (spec) => {
          const { system, properties, ends } = buildSystem(spec);
          const reference = naive(system, { properties, ends, limit: largest });
          if (reference === undefined) return;
          const text = tablesOf(await buildNetwork(system, properties));
          if (text === undefined) return;
          const { distances, edges, findings } = walkEtf(readEtf(text));
          const naiveEdges = reference.edges.map(({ step }) => `x ${step} y`);
          expect(shape(distances.values(), edges)).toEqual(
            shape(
              [...reference.states.values()].map(({ distance }) => distance),
              naiveEdges,
            ),
          );
          for (const { name, distance } of reference.verdicts) {
            const { kind } = properties.find((property) => property.name === name) ?? noDeadlock;
            if (kind === 'onStep' || kind === 'deadlock') continue;
            expect([name, findings.get(name)]).toEqual([name, distance]);
          }
        }),
        settings(15),
      );
    },
    patience,
  );

  test(
    'the graph lists every state and transition, and the nearest states first',
    async () => {
      await fc.assert(
        fc.asyncProperty(systemSpec, async (spec) => {
          const { system, properties, ends } = buildSystem(spec);
          const reference = naive(system, { properties, ends, limit: largest });
          if (reference === undefined) return;
          const { aut } = await written({ system, properties }, 'aut');
          const [head, ...lines] = aut!.trimEnd().split('\n');
          expect(head).toBe(`des (0,${reference.edges.length},${reference.states.size})`);
          const edges = lines.map((line) => /^\((\d+),"(.*)",(\d+)\)$/.exec(line)!);
          const distances = new Map([[0, 0]]);
          for (const [, from, , to] of edges) {
            if (!distances.has(Number(to))) distances.set(Number(to), distances.get(Number(from))! + 1);
          }
          expect(
            shape(
              distances.values(),
              edges.map(([, , step]) => `x ${step!} y`),
            ),
          ).toEqual(
            shape(
              [...reference.states.values()].map(({ distance }) => distance),
              reference.edges.map(({ step }) => `x ${step} y`),
            ),
          );
        }),
        settings(15),
      );
    },
    patience,
  );
});

const readme = { system: readmeSystem, properties: readmeProperties } as unknown as Checkable;

describe('a small system', () => {
  test.each(Object.keys(formats) as ExportFormat[])(
    'in %s is as it was read and found right',
    async (format) => {
      for (const [ending, text] of Object.entries(await written(readme, format))) {
        await expect(text).toMatchFileSnapshot(`golden/readme.${ending}`);
      }
    },
  );
});

test('a graph that is not known as a whole is not written (RH506)', async () => {
  const { system, properties } = readme;
  const learned = await exploreFor(system, properties, { maxStates: 3 });
  const error = await rejection(Promise.resolve().then(() => exportAs('aut', learned, properties, title)));
  expect(error.code).toBe('RH506');
});

/** The variant with the fewest states. */
function smallest({ variants }: Scenario): string {
  const sizes = Object.entries(variants).map(
    ([name, { known }]) => [name, known.states ?? Infinity] as const,
  );
  return sizes.reduce((least, one) => (one[1] < least[1] ? one : least))[0];
}

describe('TLA+', () => {
  let parser: Parser;
  beforeAll(async () => {
    await Parser.init();
    const grammar = createRequire(import.meta.url).resolve('tree-sitter-tlaplus/tree-sitter-tlaplus.wasm');
    parser = new Parser();
    parser.setLanguage(await Language.load(readFileSync(grammar)));
  });
  const mistakes = (text: string): boolean => parser.parse(text)!.rootNode.hasError;

  test('the grammar knows a mistake when it sees one', () => {
    expect(mistakes('---- MODULE M ----\na == TRUE\n====\n')).toBe(false);
    expect(mistakes('---- MODULE M ----\na == /\\ )\n====\n')).toBe(true);
  });

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    'of %s is TLA+',
    async (_, scenario) => {
      const { system, properties } = scenario.build(valuesOf(scenario, smallest(scenario)));
      // Quick, and with what only exports of unfinished explorations have.
      for (const maxStates of [10, 5000]) {
        const network = await buildNetwork(system, properties, { maxStates });
        expect(mistakes(toTla(network, title).files[0]!.text)).toBe(false);
      }
    },
  );

  test(
    'of random systems is TLA+',
    async () => {
      await fc.assert(
        fc.asyncProperty(systemSpec, async (spec) => {
          const { system, properties } = buildSystem(spec);
          const all = [...properties, noDeadlock];
          const { search, ...learned } = await exploreFor(system, all, { maxStates: largest });
          expect(mistakes(toTla(networkOf({ search, ...learned }, all), title).files[0]!.text)).toBe(false);
        }),
        settings(5),
      );
    },
    patience,
  );
});
