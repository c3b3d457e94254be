/** Traps: parts of the state space without a way to what a `recoverable` property wants. */
import { computed, effect, signal } from '@preact/signals';
import type { TrapAnswer } from '../../shared/api.ts';
import { writePath } from '../../shared/path.ts';
import { properties } from './checks.ts';
import { place, systemQuery } from './place.ts';
import { listen } from './request.ts';

const chosen = computed(() => {
  const found = properties.value.find(({ name }) => name === place.value.property);
  return found?.kind === 'recoverable' ? found : undefined;
});

/** What a check or a saved trace says of the path that is shown. */
const said = computed<TrapAnswer | undefined>(() => {
  const { trap, path } = chosen.value ?? {};
  return trap !== undefined && path === writePath(place.value.path) ? { verdict: 'trap', trap } : undefined;
});

/** Where nobody has said it, as behind a link: the server is asked. */
const url = computed(() => {
  if (chosen.value === undefined || said.value !== undefined) return undefined;
  const { path, model } = place.value;
  const key = model === undefined ? '' : `&model=${encodeURIComponent(model)}`;
  const property = encodeURIComponent(chosen.value.name);
  return `/api/trap?${systemQuery.value}&path=${writePath(path)}${key}&property=${property}`;
});

const answered = signal<{ readonly url: string; readonly answer?: TrapAnswer } | undefined>(undefined);

effect(() => {
  const wanted = url.value;
  if (wanted === undefined) return;
  return listen(wanted, {
    done: (answer: TrapAnswer) => (answered.value = { url: wanted, answer }),
    // What is wrong with the path, the run says as well.
    failed: () => (answered.value = { url: wanted }),
  });
});

/** Whether the path ends in a trap of its property; undefined where that is no question, or nobody can say. */
export const trap = computed<TrapAnswer | 'asking' | undefined>(() => {
  if (url.value === undefined) return said.value;
  return answered.value?.url === url.value ? answered.value.answer : 'asking';
});
