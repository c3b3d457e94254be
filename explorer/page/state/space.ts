/** The state space of this place: explored when it is first asked for. */
import { computed, effect, signal } from '@preact/signals';
import type {
  CheckProgress,
  Failure,
  SearchAnswer,
  SpaceGraph,
  SpacePath,
  SpaceStates,
} from '../../shared/api.ts';
import { readPath, writePath } from '../../shared/path.ts';
import { go, place, systemQuery } from './place.ts';
import { ask, failureOf, listen } from './request.ts';
import { showPath } from './scene.ts';

interface Exploring {
  readonly query: string;
  readonly progress?: CheckProgress;
  readonly graph?: SpaceGraph;
  readonly failure?: Failure;
}

const exploring = signal<Exploring | undefined>(undefined);

/** The space of this system, as far as it is known. */
export const space = computed(() =>
  exploring.value?.query === systemQuery.value ? exploring.value : undefined,
);

/** States along the path by number, as the drawing knows them. */
export const along = signal<readonly number[]>([]);

export const found = signal<
  | {
      readonly query: string;
      readonly text: string;
      readonly answer?: SearchAnswer;
      readonly failure?: Failure;
    }
  | undefined
>(undefined);

let stop: (() => void) | undefined;

function explore(query: string): void {
  stop?.();
  exploring.value = { query };
  const failed = (failure: Failure): void => {
    exploring.value = { query, failure };
  };
  stop = listen(`/api/space?${query}`, {
    progress: (progress: CheckProgress) => (exploring.value = { query, progress }),
    done: () => {
      ask<SpaceGraph>(`/api/space/graph?${query}`).then(
        (graph) => {
          if (exploring.value?.query === query) exploring.value = { query, graph };
        },
        (thrown: unknown) => failed(failureOf(thrown)!),
      );
    },
    failed,
  });
}

effect(() => {
  const { view, scenario } = place.value;
  const query = systemQuery.value;
  if (view === 'space' && scenario !== '' && exploring.peek()?.query !== query) explore(query);
});

// Where the path runs in the drawing.
effect(() => {
  const { path } = place.value;
  if (space.value?.graph === undefined) return;
  const abort = new AbortController();
  ask<SpaceStates>(`/api/space/locate?${systemQuery.value}&path=${writePath(path)}`, abort.signal).then(
    ({ states }) => (along.value = states),
    () => undefined,
  );
  return () => abort.abort();
});

// The search of the address, as soon as there is something to search.
effect(() => {
  const text = place.value.search ?? '';
  const query = systemQuery.value;
  if (text === '') {
    found.value = undefined;
    return;
  }
  if (space.value?.graph === undefined) return;
  const abort = new AbortController();
  ask<SearchAnswer>(`/api/space/search?${query}&q=${encodeURIComponent(text)}`, abort.signal).then(
    (answer) => (found.value = { query, text, answer }),
    (thrown: unknown) => {
      const failure = failureOf(thrown);
      if (failure !== undefined) found.value = { query, text, failure };
    },
  );
  return () => abort.abort();
});

export function search(text: string): void {
  go({ search: text, view: 'space' }, 'replace');
}

/** Goes to a state, by a shortest path. */
export async function visit(state: number): Promise<void> {
  await follow(`/api/space/path?${systemQuery.value}&state=${state}`);
}

/** The shortest path to the state that is looked at, in place of the one that was taken. */
export async function shorten(): Promise<void> {
  const path = place.value.path.slice(0, place.value.at);
  await follow(`/api/space/shortest?${systemQuery.value}&path=${writePath(path)}`);
}

export const lostWay = signal<Failure | undefined>(undefined);

async function follow(url: string): Promise<void> {
  const query = systemQuery.value;
  try {
    const { path } = await ask<SpacePath>(url);
    lostWay.value = undefined;
    if (systemQuery.value === query) showPath(readPath(path) ?? []);
  } catch (thrown) {
    lostWay.value = failureOf(thrown);
  }
}
