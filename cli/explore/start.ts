import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { RefholdError } from '../../checker/errors.ts';
import { savedCheck } from '../../explorer/server/saved.ts';
import { readAssets } from '../../explorer/server/assets.ts';
import { Pool } from '../../explorer/server/pool.ts';
import { listen } from '../../explorer/server/server.ts';
import type { Listening } from '../../explorer/server/server.ts';
import { Subjects } from '../../explorer/server/subjects.ts';
import type { Subject } from '../../explorer/server/subjects.ts';
import { readPath } from '../../explorer/shared/path.ts';
import { readPlace, systemParams, writePlace } from '../../explorer/shared/place.ts';
import type { SavedCheck } from '../../explorer/shared/api.ts';
import { parseAssignment } from '../../checker/scenario/options.ts';
import { scenarios } from '../../machines/index.ts';
import { builtFolder } from '../built.ts';
import { isSaved, loadSaved, targetOf } from '../traces/saved.ts';
import { findTarget } from '../load/target.ts';
import { version } from '../version.ts';
import type { WorkerData } from './worker.ts';

/** What `refhold explore` was asked for. */
export interface ExploreRequest {
  /** A scenario, a file, a report, a trace, or a link of the explorer; undefined for the first scenario. */
  readonly word: string | undefined;
  readonly variant: string | undefined;
  readonly set: readonly string[];
  readonly port: number;
  readonly cwd: string;
}

export interface Started extends Listening {
  /** The address of the first page. */
  readonly link: string;
}

/** Starts the explorer. Throws RH401 to RH407, RH520, RH523 and RH535. */
export async function startExplorer(request: ExploreRequest): Promise<Started> {
  const { subjects, start, saved } = await beginning(request);
  const pool = new Pool((subject) => startThread(subject, request.cwd));
  const explorer = { version: version(), subjects, pool, start, saved };
  const listening = await listen(explorer, readAssets(pageFolder()), request.port);
  return { ...listening, link: `${listening.address}/${start}` };
}

interface Beginning {
  readonly subjects: Subjects;
  readonly start: string;
  readonly saved: readonly SavedCheck[];
}

async function beginning({ word, variant, set, cwd }: ExploreRequest): Promise<Beginning> {
  const own: readonly Subject[] = scenarios.map((scenario) => ({ scenario }));
  const [given] = [...(variant === undefined ? [] : ['--variant']), ...(set.length === 0 ? [] : ['--set'])];
  if (word !== undefined && isSaved(word)) {
    if (given !== undefined) throw settled(given, 'a saved trace');
    return reported(word, own, cwd);
  }
  if (word !== undefined && /^https?:\/\//.test(word)) {
    if (given !== undefined) throw settled(given, 'a link');
    const place = readPlace(URL.canParse(word) ? new URL(word).search : '');
    const subjects = new Subjects(own);
    subjects.find(systemParams(place));
    return { subjects, start: writePlace(place), saved: [] };
  }
  const target: Subject = word === undefined ? own[0]! : await findTarget(word, cwd);
  const subjects = new Subjects(withFirst(target, own));
  const texts = Object.fromEntries(
    set.map((text) => {
      const [name, value] = parseAssignment(target.scenario.options, text);
      return [name, String(value)];
    }),
  );
  const place = {
    ...readPlace(''),
    scenario: target.scenario.name,
    set: texts,
    ...(variant === undefined ? {} : { variant }),
  };
  // Says what makes no sense before a page is opened on it.
  subjects.find(systemParams(place));
  return { subjects, start: writePlace(place), saved: [] };
}

/** What was saved says itself which variant it is of, and with which options. */
function settled(option: string, what: string): RefholdError {
  return new RefholdError('RH535', {
    what: `${option} together with ${what}`,
    fix: 'Leave out one of them.',
  });
}

/** A file of the user's hides a scenario of the same name. */
function withFirst(target: Subject, own: readonly Subject[]): readonly Subject[] {
  return target.file === undefined
    ? own
    : [target, ...own.filter(({ scenario }) => scenario.name !== target.scenario.name)];
}

async function reported(file: string, own: readonly Subject[], cwd: string): Promise<Beginning> {
  const { checks } = loadSaved(file, cwd);
  const targets = await Promise.all(checks.map((check) => targetOf(check, file, cwd)));
  const subjects = new Subjects(targets.reduce((all, target) => withFirst(target, all), own));
  const saved = checks.map((check, i) => savedCheck(file, check, targets[i]!, subjects));
  const traced = saved.flatMap(({ place, properties }) =>
    properties.filter(({ path }) => path !== undefined).map((property) => ({ place, property })),
  );
  // Of a file with a witness alone, that is what its reader wants to see.
  const shown = traced.find(({ property: { verdict } }) => verdict === 'violated') ?? traced[0];
  if (shown === undefined) return { subjects, start: saved[0]?.place ?? '', saved };
  const { path, loop, name } = shown.property;
  const steps = readPath(path!)!;
  const start = writePlace({
    ...readPlace(shown.place),
    path: steps,
    at: steps.length,
    property: name,
    model: subjects.find(new URLSearchParams(shown.place)).key,
    ...(loop === undefined ? {} : { loop }),
  });
  return { subjects, start, saved };
}

/** The built page: beside the built server, also where this runs from the sources. */
function pageFolder(): string {
  return join(builtFolder(), 'explorer', 'page');
}

function startThread({ scenario, file }: Subject, cwd: string): Worker {
  const data: WorkerData = { word: file ?? scenario.name, cwd };
  return new Worker(join(builtFolder(), 'cli', 'explore', 'worker.js'), { workerData: data });
}
