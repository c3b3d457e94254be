import { effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Failure } from '../../shared/api.ts';

/** Something that the server is asked for; `data` stays what it was until there is something newer. */
export interface Resource<T> {
  /** What `data` or `failure` answers. */
  readonly url: string | undefined;
  readonly data?: T;
  readonly failure?: Failure;
}

/** Asks one thing. Throws a {@link Failed}. */
export async function ask<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, signal === undefined ? {} : { signal });
  const body = (await response.json()) as unknown;
  if (!response.ok) throw new Failed(body as Failure);
  return body as T;
}

/** The server's refusal. */
export class Failed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.what);
    this.failure = failure;
  }
}

/** What happened, whatever was thrown; undefined for a request that nobody waits for any more. */
export function failureOf(thrown: unknown): Failure | undefined {
  if (thrown instanceof Failed) return thrown.failure;
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return undefined;
  return {
    code: 'offline',
    what: 'the explorer does not answer',
    where: [],
    fix: 'It may have been ended. Start it again with `refhold explore`, and reload.',
  };
}

/** Keeps asking for what `url` says, the newest only. */
export function resource<T>(url: () => string | undefined): ReadonlySignal<Resource<T>> {
  const state = signal<Resource<T>>({ url: undefined });
  effect(() => {
    const wanted = url();
    if (wanted === undefined) return;
    const stop = new AbortController();
    ask<T>(wanted, stop.signal).then(
      (data) => (state.value = { url: wanted, data }),
      (thrown: unknown) => {
        const failure = failureOf(thrown);
        if (failure !== undefined) state.value = { url: wanted, failure };
      },
    );
    return () => stop.abort();
  });
  return state;
}

/** Hears of a long request. Returns what ends it. */
export function listen(
  url: string,
  hear: {
    readonly progress?: (data: never) => void;
    readonly row?: (data: never) => void;
    readonly done: (data: never) => void;
    readonly failed: (failure: Failure) => void;
  },
): () => void {
  const source = new EventSource(url);
  const on = (name: string, then: ((data: never) => void) | undefined, last: boolean): void => {
    source.addEventListener(name, (event) => {
      if (last) source.close();
      then?.(JSON.parse((event as MessageEvent<string>).data) as never);
    });
  };
  on('progress', hear.progress, false);
  on('row', hear.row, false);
  on('done', hear.done, true);
  on('failed', hear.failed, true);
  source.onerror = () => {
    source.close();
    hear.failed(failureOf(undefined)!);
  };
  return () => source.close();
}
