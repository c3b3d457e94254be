import type { LocalState, Trace } from '../trace/types.ts';
import { toPlain } from './plain.ts';

type States = Readonly<Record<string, LocalState>>;

/** Where two traces of the same steps first differ, for people; undefined if nowhere. */
export function firstDifference(saved: Trace, now: Trace): string | undefined {
  const initial = differingActor(saved.initial, now.initial);
  if (initial !== undefined) return `in the first state, ${initial} is not what it was`;
  for (let i = 0; i < now.steps.length; i++) {
    const [before, after] = [saved.steps[i], now.steps[i]!];
    if (key(before?.deliveries) !== key(after.deliveries))
      return `step ${i + 1} does not deliver what it did`;
    if (key(before?.changes) !== key(after.changes)) return `step ${i + 1} does not change what it did`;
  }
  const final = differingActor(saved.final, now.final);
  return final === undefined ? undefined : `in the last state, ${final} is not what it was`;
}

function differingActor(saved: States, now: States): string | undefined {
  const actors = new Set([...Object.keys(saved), ...Object.keys(now)]);
  return [...actors].find((actor) => key(saved[actor]) !== key(now[actor]));
}

/** One text per value, whatever the order of keys, as JSON has it: a saved trace went through JSON. */
function key(value: unknown): string {
  return JSON.stringify(toPlain(value), (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
