import { RefholdError } from '../errors.ts';
import type { Property } from '../property/types.ts';
import type { Machines } from '../system/types.ts';
import { autParts } from './aut.ts';
import { networkOf } from './build.ts';
import { toEtf } from './etf.ts';
import type { Learned } from './explore.ts';
import { toMcrl2 } from './mcrl2.ts';
import type { Network } from './network.ts';
import { toPromela } from './promela.ts';
import type { Exported, Title } from './text.ts';
import { toTla } from './tla.ts';

/** What each format is for, and which programs read it. */
export const formats = {
  promela: 'Promela, for SPIN',
  tla: 'TLA+, for TLC',
  etf: 'the tables of LTSmin',
  aut: "Aldebaran's list of transitions, for CADP, LTSmin and mCRL2: the explored graph itself",
  mcrl2: 'mCRL2, with formulas of the mu-calculus',
} as const;

export type ExportFormat = keyof typeof formats;

/** An export, its parts still to be written. */
export interface ExportFiles {
  readonly files: readonly { readonly ending: string; readonly parts: Iterable<string> }[];
  readonly unsaid: Exported['unsaid'];
}

/**
 * Writes what an exploration learned in one of the formats. Throws RH501, and RH506 for `aut` where the exploration was cut
 * short. The exploration cannot be used for anything else afterwards.
 */
export function exportAs(
  format: ExportFormat,
  learned: Learned,
  properties: readonly Property<Machines>[],
  title: Title,
): ExportFiles {
  if (format === 'aut') return asGraph(learned, properties);
  const { files, unsaid } = writers[format](networkOf(learned, properties), title);
  return { files: files.map(({ ending, text }) => ({ ending, parts: [text] })), unsaid };
}

const writers: {
  readonly [F in Exclude<ExportFormat, 'aut'>]: (network: Network, title: Title) => Exported;
} = {
  promela: toPromela,
  tla: toTla,
  etf: toEtf,
  mcrl2: toMcrl2,
};

function asGraph({ search, relation }: Learned, properties: readonly Property<Machines>[]): ExportFiles {
  if (search.bound !== undefined) {
    throw new RefholdError('RH506', {
      what: `the search stopped at ${search.bound}, and aut lists every transition`,
    });
  }
  const work = search.graph(() => undefined);
  let next = work.next();
  while (next.done !== true) next = work.next();
  const graph = next.value;
  if (graph === undefined) {
    throw new RefholdError('RH506', {
      what: 'there is no memory for the whole graph',
      fix: 'Raise --max-memory, or take another format.',
    });
  }
  const names = relation.system.steps.map(({ name }) => name);
  return {
    files: [{ ending: 'aut', parts: autParts(graph, names) }],
    unsaid: properties.map(({ name }) => ({
      property: name,
      why: 'aut has states and transitions, and no properties',
    })),
  };
}
