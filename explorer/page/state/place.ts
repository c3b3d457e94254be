import { computed, signal } from '@preact/signals';
import { readPlace, systemParams, writePlace } from '../../shared/place.ts';
import type { Place } from '../../shared/place.ts';

/** Where the page is; always what the address says. */
export const place = signal<Place>(readPlace(location.search));

/** Names the system: equal for all places that share a model. */
export const systemQuery = computed(() => systemParams(place.value).toString());

/** What to change of a place; `undefined` leaves it out. */
export type Change = { readonly [K in keyof Place]?: Place[K] | undefined };

/** Goes somewhere else. `replace` where the way back should not stop: along a path, between views. */
export function go(to: Change, how: 'push' | 'replace' = 'push'): void {
  const next = clean({ ...place.value, ...to });
  const query = writePlace(next);
  if (query === writePlace(place.value)) return;
  place.value = next;
  if (how === 'push') history.pushState(null, '', query);
  else history.replaceState(null, '', query);
}

/** Another system: what was walked in the old one means nothing there. */
export function goToSystem(
  to: Pick<Place, 'scenario' | 'set'> & { readonly variant?: string | undefined },
): void {
  const { view } = place.value;
  go({
    ...leaveTrace,
    scenario: to.scenario,
    variant: to.variant,
    set: to.set,
    path: [],
    at: 0,
    view: view === 'matrix' ? 'machines' : view,
    model: undefined,
  });
}

/** The path is nobody's trace any more. */
export const leaveTrace: Change = { property: undefined, loop: undefined };

window.addEventListener('popstate', () => {
  place.value = readPlace(location.search);
});

/** Keys whose value is undefined do not exist in a place. */
function clean(given: Change): Place {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => (value as unknown) !== undefined),
  ) as unknown as Place;
}
