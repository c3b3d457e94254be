import { endianness } from 'node:os';
import { deserialize, serialize } from 'node:v8';
import { messageOf, RefholdError } from '../../errors.ts';
import type { Finding, Monitor } from '../../property/monitor.ts';
import type { Relation } from '../../relation/relation.ts';
import type { BreadthFirst } from '../search.ts';
import { differences, fingerprintOf } from './fingerprint.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { SearchFacts } from './image.ts';
import { knowledgeOf, readKnowledge } from './knowledge.ts';
import { CheckpointReader } from './read.ts';
import { FORMAT } from './write.ts';
import type { Section } from './write.ts';

/** A search and what it searches. */
export interface Run {
  readonly relation: Relation;
  readonly monitor: Monitor;
  readonly search: BreadthFirst;
  /** Options that decide what is searched, and how it is stored. */
  readonly setting: Readonly<Record<string, unknown>>;
}

/** What a checkpoint says of itself before everything else. */
export interface CheckpointHeader {
  readonly format: number;
  readonly bytes: 'LE' | 'BE';
  /** What whoever had it written wanted to know again. */
  readonly about: unknown;
  readonly setting: Run['setting'];
  /** Milliseconds spent so far. */
  readonly milliseconds: number;
  readonly model: Fingerprint;
}

interface Found {
  readonly facts: SearchFacts;
  readonly findings: readonly (Finding | null)[];
  readonly triggered: readonly boolean[];
}

/** What is written of a run. Undefined where it broke off in the middle of something. */
export function sectionsOf(run: Run, about: unknown, milliseconds: number): Section[] | undefined {
  const { relation, monitor, search, setting } = run;
  const { image } = search;
  if (image === undefined) return undefined;
  const header: CheckpointHeader = {
    format: FORMAT,
    bytes: endianness(),
    about,
    setting,
    milliseconds,
    model: fingerprintOf(relation.system, monitor.properties),
  };
  const found: Found = {
    facts: image.facts,
    findings: monitor.findings.map((finding) => finding ?? null),
    triggered: monitor.triggered,
  };
  return [
    { name: 'header', pieces: [Buffer.from(JSON.stringify(header))] },
    ...knowledgeOf(relation),
    { name: 'found', pieces: [serialize(found)] },
    { name: 'states', pieces: image.arrays },
  ];
}

/** The header of a checkpoint alone. Throws RH404, RH310, RH311, RH313. */
export async function readHeader(file: string): Promise<CheckpointHeader> {
  const reader = await CheckpointReader.open(file);
  try {
    return await headerOf(reader, file);
  } finally {
    await reader.close();
  }
}

/**
 * Brings a run that has not begun to where the checkpoint was written. Returns the milliseconds spent until then. `pause`
 * is called now and then, so that others come to their turn. Throws RH404, RH310 to RH313, RH315.
 */
export async function resumeFrom(file: string, run: Run, pause: () => Promise<void>): Promise<number> {
  const reader = await CheckpointReader.open(file);
  try {
    const header = await headerOf(reader, file);
    refuseOthers(header, run, file);
    await readRun(reader, run, pause);
    if (!run.search.isSound()) {
      throw new RefholdError('RH311', { what: 'its states do not fit together', where: [file] });
    }
    return header.milliseconds;
  } catch (thrown) {
    if (thrown instanceof RangeError)
      throw new RefholdError('RH315', { what: messageOf(thrown), where: [file], cause: thrown });
    throw thrown;
  } finally {
    await reader.close();
  }
}

async function readRun(
  reader: CheckpointReader,
  { relation, monitor, search }: Run,
  pause: () => Promise<void>,
): Promise<void> {
  const learning = await readKnowledge(reader, relation, monitor);
  while (learning.next().done !== true) await pause();
  const { facts, findings, triggered } = deserialize(await reader.data('found')) as Found;
  await reader.into('states', search.resume(facts));
  await reader.end();
  monitor.resume(findings, triggered);
  search.resumed();
}

async function headerOf(reader: CheckpointReader, file: string): Promise<CheckpointHeader> {
  const header = await reader.json<CheckpointHeader>('header');
  const here = { format: FORMAT, bytes: endianness() };
  if (header.format === here.format && header.bytes === here.bytes) return header;
  throw new RefholdError('RH313', {
    what: `it has format ${header.format} (${header.bytes}), and this refhold reads ${here.format} (${here.bytes})`,
    where: [file],
  });
}

/** Says what differs, before hours are spent on reading. */
function refuseOthers({ model, setting }: CheckpointHeader, run: Run, file: string): void {
  const found = [
    ...differences(model, fingerprintOf(run.relation.system, run.monitor.properties)),
    ...differences(textsOf(setting), textsOf(run.setting)),
  ];
  if (found.length === 0) return;
  const shown = found.slice(0, 3);
  const more = found.length - shown.length;
  throw new RefholdError('RH312', {
    what: `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    where: [file],
  });
}

function textsOf(setting: Run['setting']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(setting).map(([name, value]) => [`option ${name}`, JSON.stringify(value)]),
  );
}
