/** What the server says of the place: catalogue, model, the executed path, and what is possible at its end. */
import { computed, effect, signal, untracked } from '@preact/signals';
import type {
  ActorState,
  Catalogue,
  FindingHere,
  Here,
  Model,
  Run,
  ScenarioEntry,
} from '../../shared/api.ts';
import { writePath } from '../../shared/path.ts';
import { go, leaveTrace, place, systemQuery } from './place.ts';
import { resource } from './request.ts';

export const catalogue = resource<Catalogue>(() => '/api/scenarios');

export const scenario = computed<ScenarioEntry | undefined>(() => {
  const all = catalogue.value.data?.scenarios;
  return all?.find(({ name }) => name === place.value.scenario) ?? all?.[0];
});

const modelUrl = computed(() =>
  place.value.scenario === '' ? undefined : `/api/model?${systemQuery.value}`,
);
const modelAnswer = resource<Model>(() => modelUrl.value);

/** The model of this place; undefined until it is there. */
export const model = computed(() =>
  modelAnswer.value.url === modelUrl.value ? modelAnswer.value.data : undefined,
);

/** Whether numbers of steps in this address belong to this model. */
const pathQuery = computed(() => {
  const { model: key } = place.value;
  return key === undefined ? '' : `&model=${encodeURIComponent(key)}`;
});

const runUrl = computed(() => {
  if (modelUrl.value === undefined) return undefined;
  const { path, loop, property } = place.value;
  const infinite =
    loop === undefined || property === undefined
      ? ''
      : `&loop=${loop}&property=${encodeURIComponent(property)}`;
  return `/api/run?${systemQuery.value}&path=${writePath(path)}${pathQuery.value}${infinite}`;
});
const runAnswer = resource<Run>(() => runUrl.value);

const hereUrl = computed(() => {
  if (modelUrl.value === undefined) return undefined;
  const { path, at } = place.value;
  return `/api/at?${systemQuery.value}&path=${writePath(path.slice(0, at))}${pathQuery.value}`;
});
const hereAnswer = resource<Here>(() => hereUrl.value);

/** Answers of the same system, while newer ones are on their way. */
function sameSystem(url: string | undefined): boolean {
  return url?.includes(`?${systemQuery.value}&path=`) === true;
}

export const run = computed(() =>
  sameSystem(runAnswer.value.url) && model.value !== undefined ? runAnswer.value.data : undefined,
);

/** What is possible in the state that is looked at; undefined until it is known. */
export const here = computed(() =>
  hereAnswer.value.url === hereUrl.value ? hereAnswer.value.data : undefined,
);

/** The first thing that went wrong. */
export const failure = computed(
  () =>
    catalogue.value.failure ??
    (modelAnswer.value.url === modelUrl.value ? modelAnswer.value.failure : undefined) ??
    (runAnswer.value.url === runUrl.value ? runAnswer.value.failure : undefined),
);

/** All actors in each state along the path. */
export const states = computed<readonly Readonly<Record<string, ActorState>>[]>(() => {
  const all: Record<string, ActorState>[] = [];
  for (const changed of run.value?.states ?? []) all.push({ ...all.at(-1), ...changed });
  return all;
});

/** Position along the path, as far as it is executed. */
export const at = computed(() => Math.min(place.value.at, Math.max(0, states.value.length - 1)));

/** The step that led to the state that is looked at. */
export const lastStep = computed(() => (at.value === 0 ? undefined : run.value?.steps[at.value - 1]));

/** What the properties find in the state that is looked at: violations, not witnesses. */
export const violations = computed<readonly FindingHere[]>(() =>
  (here.value?.findings ?? []).filter(({ kind }) => kind !== 'reachable'),
);

/** Paths of the values that a violation read, as `net0.context.ddRef`; those of the chosen property where it is one. */
export const blamed = computed<ReadonlySet<string>>(() => {
  const chosen = violations.value.filter(({ property }) => property === place.value.property);
  const findings = chosen.length > 0 ? chosen : violations.value;
  return new Set(
    findings.flatMap(({ reads }) => reads.map(({ path }) => path.replace(/^(before|after)\./, ''))),
  );
});

/** Looks at another state of the path. */
export function moveTo(position: number): void {
  go({ at: Math.max(0, Math.min(position, place.value.path.length)) }, 'replace');
}

/** Takes a step by hand from the state that is looked at. What came after it is left. */
export function takeStep(step: number): void {
  const { path, at: position } = place.value;
  if (path[position] === step && place.value.loop === undefined) {
    moveTo(position + 1);
    return;
  }
  go({ ...leaveTrace, model: model.value?.key, path: [...path.slice(0, position), step], at: position + 1 });
}

const wanted = signal<number | undefined>(undefined);

/** Takes one of the possible steps by its number in the list, as soon as it is known what is possible. */
export function takePossible(position: number): void {
  wanted.value = position;
}

effect(() => {
  const [position, now] = [wanted.value, here.value];
  if (position === undefined || now === undefined) return;
  wanted.value = undefined;
  const step = now.enabled[position];
  if (step !== undefined) untracked(() => takeStep(step.number));
});

/** Leaves the last step of the path. */
export function undoStep(): void {
  const { path } = place.value;
  if (path.length === 0) return;
  go({ ...leaveTrace, path: path.slice(0, -1), at: path.length - 1 });
}

/** Shows a path: a trace of a property, or a way to a state. */
export function showPath(
  path: readonly number[],
  trace: { readonly property?: string | undefined; readonly loop?: number | undefined } = {},
): void {
  go({ ...leaveTrace, ...trace, model: model.value?.key, path, at: path.length });
}

// An address without a scenario begins where the command said.
effect(() => {
  const data = catalogue.value.data;
  if (data === undefined || place.peek().scenario !== '') return;
  history.replaceState(null, '', data.start === '' ? `?scenario=${data.scenarios[0]!.name}` : data.start);
  window.dispatchEvent(new PopStateEvent('popstate'));
});
