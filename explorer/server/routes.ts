import type { ServerResponse } from 'node:http';
import { parseAssignment } from '../../checker/scenario/options.ts';
import type {
  Catalogue,
  CheckAnswer,
  SavedCheck,
  ScenarioEntry,
  SpaceGraph,
  TrapAnswer,
} from '../shared/api.ts';
import { EventStream } from './events.ts';
import { modelOf } from './model.ts';
import type { Pool } from './pool.ts';
import { Query } from './request.ts';
import { hereOf, refuseOtherModel, runOf } from './run.ts';
import type { Built, Subject, Subjects } from './subjects.ts';

/** What routes need. */
export interface Explorer {
  readonly version: string;
  readonly subjects: Subjects;
  readonly pool: Pool;
  /** Query of the first page. */
  readonly start: string;
  readonly saved: readonly SavedCheck[];
}

type Answer = (query: Query, explorer: Explorer) => unknown;
type Stream = (query: Query, explorer: Explorer, events: EventStream) => Promise<unknown>;

/** Requests that are answered with JSON, by address. */
const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['/api/scenarios', (_, explorer) => catalogueOf(explorer)],
  ['/api/model', ({ params }, { subjects }) => modelOf(subjects.find(params))],
  [
    '/api/run',
    (query, explorer) => {
      const built = builtOf(query, explorer);
      const { params } = query;
      if (!params.has('loop')) return runOf(built, query.path());
      return runOf(built, query.path(), { property: query.text('property'), loop: query.count('loop') });
    },
  ],
  ['/api/at', (query, explorer) => hereOf(builtOf(query, explorer), query.path())],
  ['/api/space/graph', (query, explorer) => ask<SpaceGraph>(query, explorer, { kind: 'graph' })],
  ['/api/space/search', (query, explorer) => ask(query, explorer, { kind: 'search', text: query.text('q') })],
  [
    '/api/space/path',
    (query, explorer) => ask(query, explorer, { kind: 'pathTo', state: query.count('state') }),
  ],
  [
    '/api/space/shortest',
    (query, explorer) => ask(query, explorer, { kind: 'shortest', path: query.path() }),
  ],
  ['/api/space/locate', (query, explorer) => ask(query, explorer, { kind: 'locate', path: query.path() })],
]);

/** Requests that are answered with server-sent events. */
const streams: ReadonlyMap<string, Stream> = new Map<string, Stream>([
  [
    '/api/check',
    ({ params }, { subjects, pool }, events) => {
      const { subject, variant, values } = subjects.find(params);
      return pool.once<CheckAnswer>(subject, { kind: 'check', job: { variant, values } }, listen(events));
    },
  ],
  [
    '/api/trap',
    (query, explorer, events) => {
      const { subject, variant, values } = builtOf(query, explorer);
      const [path, property] = [query.path(), query.text('property')];
      return explorer.pool.once<TrapAnswer>(
        subject,
        { kind: 'trap', job: { variant, values }, path, property },
        listen(events),
      );
    },
  ],
  [
    '/api/matrix',
    ({ params }, { subjects, pool }, events) => {
      const { subject } = subjects.find(params);
      const { options } = subject.scenario;
      const set = Object.fromEntries(params.getAll('set').map((text) => parseAssignment(options, text)));
      return pool.once(subject, { kind: 'matrix', set }, listen(events));
    },
  ],
  [
    '/api/space',
    ({ params }, { subjects, pool }, events) =>
      pool.explore(subjects.find(params), (progress) => events.progress(progress)),
  ],
]);

function listen(events: EventStream) {
  return {
    signal: events.signal,
    progress: (progress: unknown) => events.progress(progress),
    row: (row: unknown) => events.send('row', row),
  };
}

function builtOf({ params }: Query, { subjects }: Explorer): Built {
  const built = subjects.find(params);
  refuseOtherModel(built, params.get('model'));
  return built;
}

function ask<T>(query: Query, { subjects, pool }: Explorer, task: Parameters<Pool['ask']>[1]): Promise<T> {
  return pool.ask<T>(subjects.find(query.params), task);
}

/** Answers a request of the API. False if there is nothing at this address. */
export async function answer(
  path: string,
  params: URLSearchParams,
  explorer: Explorer,
  response: ServerResponse,
): Promise<boolean> {
  const query = new Query(params);
  const plain = answers.get(path);
  if (plain !== undefined) {
    const body = JSON.stringify(await plain(query, explorer));
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(body);
    return true;
  }
  const stream = streams.get(path);
  if (stream === undefined) return false;
  const events = new EventStream(response);
  // The work may throw before it begins.
  await events.end(Promise.resolve().then(() => stream(query, explorer, events)));
  return true;
}

function catalogueOf({ version, subjects, start, saved }: Explorer): Catalogue {
  return { refhold: version, scenarios: subjects.all.map(scenarioEntry), start, saved };
}

function scenarioEntry({ scenario, file }: Subject): ScenarioEntry {
  return {
    name: scenario.name,
    title: scenario.title,
    about: scenario.about,
    ...(file === undefined ? {} : { file }),
    variants: Object.entries(scenario.variants).map(([name, { about }]) => ({ name, about })),
    options: Object.entries(scenario.options).map(([name, option]) => ({
      name,
      about: option.about,
      kind: option.kind,
      ...(option.kind === 'choice' ? { values: option.values } : {}),
      ...(option.kind === 'integer' ? { min: option.min, max: option.max } : {}),
    })),
  };
}
