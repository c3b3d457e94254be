/** Checks that were run from the page, and those of a saved report: verdicts by system. */
import { computed, signal } from '@preact/signals';
import type {
  CheckAnswer,
  CheckProgress,
  Failure,
  MatrixRow,
  PropertyAnswer,
  PropertyEntry,
} from '../../shared/api.ts';
import { readPath } from '../../shared/path.ts';
import { systemParams } from '../../shared/place.ts';
import { place, systemQuery } from './place.ts';
import { listen } from './request.ts';
import { catalogue, model, showPath } from './scene.ts';

/** What is known of the properties of a system. */
export interface Verdicts {
  readonly answer?: CheckAnswer;
  readonly properties: readonly PropertyAnswer[];
  /** The report that they are from, where no check was run. */
  readonly file?: string;
}

export interface Running {
  readonly query: string;
  readonly progress?: CheckProgress;
  readonly stop: () => void;
}

const checked = signal<ReadonlyMap<string, Verdicts>>(new Map());

const saved = computed(
  () =>
    new Map(
      (catalogue.value.data?.saved ?? []).map(({ place: query, properties, file }): [string, Verdicts] => [
        query.slice(1),
        { properties, file },
      ]),
    ),
);

export const running = signal<Running | undefined>(undefined);
export const checkFailure = signal<{ readonly query: string; readonly failure: Failure } | undefined>(
  undefined,
);

/** The verdicts of this system, if it was checked. */
export const verdicts = computed(
  () => checked.value.get(systemQuery.value) ?? saved.value.get(systemQuery.value),
);

/** Every property of the model, with its verdict where there is one. */
export const properties = computed<readonly (PropertyEntry & Partial<PropertyAnswer>)[]>(() => {
  const known = verdicts.value?.properties ?? [];
  const all = model.value?.properties ?? [];
  return all.map((property) => known.find(({ name }) => name === property.name) ?? property);
});

/** Checks the system of this place. */
export function startCheck(): void {
  stopCheck();
  const query = systemQuery.value;
  checkFailure.value = undefined;
  const close = listen(`/api/check?${query}`, {
    progress: (progress: CheckProgress) => {
      if (running.value !== undefined) running.value = { ...running.value, progress };
    },
    done: (answer: CheckAnswer) => {
      running.value = undefined;
      keep(query, { answer, properties: answer.properties });
      const violated = answer.properties.find(
        ({ verdict, path }) => verdict === 'violated' && path !== undefined,
      );
      // Whoever has not gone anywhere yet wants to see it.
      if (violated && systemQuery.value === query && place.value.path.length === 0) showTrace(violated);
    },
    failed: (failure) => {
      running.value = undefined;
      checkFailure.value = { query, failure };
    },
  });
  running.value = { query, stop: close };
}

export function stopCheck(): void {
  running.value?.stop();
  running.value = undefined;
}

function keep(query: string, verdict: Verdicts): void {
  checked.value = new Map([...checked.value, [query, verdict]]);
}

/** Shows the trace of a property, if it has one. */
export function showTrace({ name, path, loop }: Partial<PropertyAnswer> & { readonly name: string }): void {
  const steps = path === undefined ? undefined : readPath(path);
  if (steps !== undefined) showPath(steps, { property: name, loop });
}

/** Rows of the matrix by what was set on top of the variants. */
export const matrix = signal<
  | {
      readonly scenario: string;
      readonly set: string;
      readonly rows: readonly MatrixRow[];
      readonly total: number;
      readonly running: boolean;
      readonly progress?: CheckProgress;
      readonly failure?: Failure;
      readonly stop: () => void;
    }
  | undefined
>(undefined);

/** Checks all variants of the scenario, with the options of this place on top. */
export function startMatrix(variants: readonly string[]): void {
  matrix.value?.stop();
  const { scenario, set } = place.value;
  const params = systemParams({ scenario, set });
  const stop = listen(`/api/matrix?${params.toString()}`, {
    progress: (progress: CheckProgress) => change({ progress }),
    row: (row: MatrixRow) => {
      change({ rows: [...(matrix.value?.rows ?? []), row] });
      const { answer, variant } = row;
      if (answer === undefined) return;
      const query = systemParams({ scenario, set, variant }).toString();
      keep(query, { answer, properties: answer.properties });
      if (variant === variants[0]) keep(params.toString(), { answer, properties: answer.properties });
    },
    done: () => change({ running: false }),
    failed: (failure) => change({ running: false, failure }),
  });
  matrix.value = {
    scenario,
    set: JSON.stringify(set),
    rows: [],
    total: variants.length,
    running: true,
    stop: () => {
      stop();
      change({ running: false });
    },
  };
}

function change(what: Partial<NonNullable<typeof matrix.value>>): void {
  if (matrix.value !== undefined) matrix.value = { ...matrix.value, ...what };
}
