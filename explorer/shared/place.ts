/** The address of the page is the place: everything that decides what it shows, to be pasted into a ticket. */
import { readPath, writePath } from './path.ts';

export const views = ['machines', 'sequence', 'space', 'matrix'] as const;
export type View = (typeof views)[number];

export interface Place {
  readonly scenario: string;
  /** Left out for the default variant. */
  readonly variant?: string;
  /** Options set on top of the variant, as text. */
  readonly set: Readonly<Record<string, string>>;
  /** Numbers of the steps that were taken. */
  readonly path: readonly number[];
  /** Position along the path that is looked at, 0 for the first state. */
  readonly at: number;
  /** The property that the path is a trace of. */
  readonly property?: string;
  /** Where the path loops. */
  readonly loop?: number;
  /** Key of the model that the numbers of steps belong to. */
  readonly model?: string;
  readonly view: View;
  /** What states are searched for. */
  readonly search?: string;
}

/** The place of an address, the part from `?` on. What makes no sense is left out, except for what the server judges. */
export function readPlace(query: string): Place {
  const params = new URLSearchParams(query);
  const path = readPath(params.get('path') ?? '') ?? [];
  const loop = countOf(params.get('loop'));
  const given = {
    variant: params.get('variant'),
    property: params.get('property'),
    model: params.get('model'),
    search: params.get('q'),
  };
  return {
    scenario: params.get('scenario') ?? '',
    set: Object.fromEntries(params.getAll('set').map(assignment)),
    path,
    at: Math.min(countOf(params.get('at')) ?? path.length, path.length),
    view: views.find((view) => view === params.get('view')) ?? 'machines',
    ...(loop === undefined ? {} : { loop }),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as Partial<Place>),
  };
}

/** The address of a place, from `?` on. */
export function writePlace(place: Place): string {
  const params = systemParams(place);
  const { path, at, property, loop, model, view, search } = place;
  if (path.length > 0) {
    params.set('path', writePath(path));
    if (at < path.length) params.set('at', String(at));
    if (model !== undefined) params.set('model', model);
  }
  if (property !== undefined) params.set('property', property);
  if (loop !== undefined) params.set('loop', String(loop));
  if (view !== 'machines') params.set('view', view);
  if (search !== undefined && search !== '') params.set('q', search);
  return `?${params.toString()}`;
}

/** Only what decides the system: what the server is asked with. */
export function systemParams({
  scenario,
  variant,
  set,
}: Pick<Place, 'scenario' | 'variant' | 'set'>): URLSearchParams {
  const params = new URLSearchParams();
  if (scenario !== '') params.set('scenario', scenario);
  if (variant !== undefined) params.set('variant', variant);
  for (const [name, value] of Object.entries(set)) params.append('set', `${name}=${value}`);
  return params;
}

function assignment(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function countOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
