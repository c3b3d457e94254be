import { RefholdError } from '../../checker/errors.ts';
import type { CheckHeader } from '../../checker/report/build.ts';
import type { Limits } from '../../checker/report/report.ts';
import { parseAssignment } from '../../checker/scenario/options.ts';
import type { OptionValue } from '../../checker/scenario/options.ts';
import { valuesOf, variantOf } from '../../checker/scenario/scenario.ts';
import type { Known } from '../../checker/scenario/scenario.ts';
import { sourceOf } from '../load/target.ts';
import type { Target } from '../load/target.ts';

/** One check to be run. */
export interface Job {
  readonly target: Target;
  readonly header: CheckHeader;
  /** Verdicts recorded for it; undefined where none are, or where options were set on top of the variant. */
  readonly known: Known | undefined;
}

/** The same check at the sizes at which its scenario is to be judged; undefined if it has none, or is at them already. */
export function smaller({ target, header }: Job): (Job & { readonly at: readonly string[] }) | undefined {
  const set = Object.entries(target.scenario.judgeAt ?? {}).flatMap(([name, value]) =>
    value === undefined || header.options[name] === value ? [] : [[name, value] as const],
  );
  if (set.length === 0) return undefined;
  const options = { ...header.options, ...Object.fromEntries(set) };
  const changed = changedIn(target, options);
  const at = set.map(([name, value]) => `${name}=${String(value)}`);
  return { target, header: { ...header, options, changed }, known: undefined, at };
}

function changedIn({ scenario }: Target, options: Readonly<Record<string, OptionValue>>): string[] {
  return Object.keys(options).filter((name) => options[name] !== scenario.options[name]!.default);
}

/** Which variants of a target, with which options. */
export interface Selection {
  /** Variants by name; empty for the default one. */
  readonly variants: readonly string[];
  readonly allVariants: boolean;
  /** `option=value`, as on the command line. */
  readonly set: readonly string[];
  readonly limits: Limits;
}

/** The checks of a target. Throws RH402, RH403. */
export function jobsOf(target: Target, selection: Selection): Job[] {
  const { scenario } = target;
  const set = Object.fromEntries(selection.set.map((text) => parseAssignment(scenario.options, text)));
  const all = Object.keys(scenario.variants);
  const wanted = selection.allVariants ? all : selection.variants;
  refuseVariants(target, wanted);
  const variants = wanted.length > 0 ? wanted : [all[0]];
  return variants.map((variant) => jobOf(target, variant, set, selection.limits));
}

/** `variantOf` would say the same, but of a scenario without variants it can only say that there is no such one. */
function refuseVariants({ scenario }: Target, wanted: readonly string[]): void {
  if (wanted.length === 0 || Object.keys(scenario.variants).length > 0) return;
  throw new RefholdError('RH402', {
    what: `${scenario.name} has no variants at all`,
    fix: 'Leave out --variant.',
  });
}

function jobOf(
  target: Target,
  variant: string | undefined,
  set: Readonly<Record<string, OptionValue>>,
  limits: Limits,
): Job {
  const { scenario } = target;
  const options = valuesOf(scenario, variant, set);
  const changed = changedIn(target, options);
  return {
    target,
    header: {
      scenario: scenario.name,
      ...sourceOf(target),
      ...(variant === undefined ? {} : { variant }),
      options,
      changed,
      limits,
    },
    known: Object.keys(set).length > 0 ? undefined : variantOf(scenario, variant)?.known,
  };
}
