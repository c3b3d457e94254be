import { check } from '../../checker/check.ts';
import type { CheckOptions } from '../../checker/check.ts';
import { RefholdError } from '../../checker/errors.ts';
import { startingIn } from '../../checker/report/findAgain.ts';
import { toPlain } from '../../checker/report/plain.ts';
import type { TrapAnswer, TrapNote } from '../shared/api.ts';
import { execute } from './run.ts';
import type { Built } from './subjects.ts';

/**
 * Whether a path ends in a trap of a `recoverable` property: a question about all states that can be reached from its
 * end. Nothing else is explored, so nobody knows what the stuck could do elsewhere: `lost` is empty. Throws RH409, RH522.
 */
export async function trapOf(
  built: Built,
  path: readonly number[],
  name: string,
  options: Pick<CheckOptions, 'onProgress' | 'signal'>,
): Promise<TrapAnswer> {
  const { system, properties } = built;
  const property = properties.find((one) => one.name === name);
  if (property?.kind !== 'recoverable') {
    throw new RefholdError('RH409', { what: `"${name}" as one about a way out` });
  }
  const end = execute(built, path).states.at(-1)!;
  const { properties: results } = await check(startingIn(system, end), [property], options);
  const { verdict, trace } = results.find((one) => one.name === name)!;
  // With steps to it, it is the trap of another state.
  if (verdict === 'violated' && trace?.trap !== undefined && trace.steps.length === 0) {
    return { verdict: 'trap', trap: toPlain(trace.trap) as TrapNote };
  }
  return { verdict: verdict === 'incomplete' ? 'incomplete' : 'none' };
}
