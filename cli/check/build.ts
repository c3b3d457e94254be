import { messageOf, RefholdError } from '../../checker/errors.ts';
import type { CheckHeader } from '../../checker/report/build.ts';
import type { Checkable } from '../../checker/scenario/scenario.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { isRefholdError, placed } from '../load/explain.ts';
import { positionIn, showPosition } from '../load/position.ts';
import type { Target } from '../load/target.ts';

/** The system and properties of a target. Throws RH1xx; RH405 if a user's file throws something else. */
export function build(target: Target, options: CheckHeader['options'], cwd: string): Checkable {
  try {
    return target.scenario.build(options);
  } catch (thrown) {
    throw located(thrown, target, cwd, 'RH405');
  }
}

/** What a user's code threw, with the place in the file; what refhold itself threw stays as it is. */
export function located(thrown: unknown, { file }: Target, cwd: string, code: 'RH405' | 'RH201'): unknown {
  if (file === undefined) return thrown;
  if (isRefholdError(thrown)) return placed(thrown, file, cwd);
  const at = positionIn(thrown);
  if (at === undefined) return thrown;
  return new RefholdError(code, { what: messageOf(thrown), where: [showPosition(at, cwd)], cause: thrown });
}

/** The properties of these names; all of them if there are no names. Throws RH409. */
export function choose(
  { properties }: Checkable,
  names: readonly string[],
  { scenario, variant }: CheckHeader,
): Checkable['properties'] {
  if (names.length === 0) return properties;
  // Freedom from deadlock is decided on every system, also where nobody lists it.
  const known = [...new Set([...properties.map(({ name }) => name), 'no deadlock'])];
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new RefholdError('RH409', {
      what: `"${name}".${suggest(name, known)}`,
      where: [`scenario ${scenario}`, ...(variant === undefined ? [] : [`variant ${variant}`])],
    });
  }
  return properties.filter(({ name }) => names.includes(name));
}
