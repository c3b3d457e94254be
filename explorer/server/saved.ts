import type { CheckReport } from '../../checker/report/report.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import type { SavedCheck } from '../shared/api.ts';
import { systemParams } from '../shared/place.ts';
import { answerOf } from './answer.ts';
import type { Subject, Subjects } from './subjects.ts';

/** A check of a saved report, with its traces as paths in the model as it is now. Throws RH401 to RH403. */
export function savedCheck(
  file: string,
  check: CheckReport,
  subject: Subject,
  subjects: Subjects,
): SavedCheck {
  const { scenario } = subject;
  const plain = valuesOf(scenario, check.variant);
  const set = Object.fromEntries(
    Object.entries(check.options)
      .filter(([name, value]) => plain[name] !== value)
      .map(([name, value]) => [name, String(value)]),
  );
  const params = systemParams({
    scenario: scenario.name,
    set,
    ...(check.variant === undefined ? {} : { variant: check.variant }),
  });
  const { steps } = subjects.find(params).system;
  const numbers = new Map(steps.map(({ name }, i) => [name, i]));
  return {
    file,
    place: `?${params.toString()}`,
    properties: check.properties.map((property) => answerOf(property, numbers)),
  };
}
