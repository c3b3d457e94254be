import type { ChangeSet } from '../../scenario/fixes.ts';
import { AS_IT_IS, vacuousWith } from '../fixes.ts';
import type { FixesReport } from '../fixes.ts';
import { effort, everything, under } from '../text/fixes.ts';
import { explain } from '../text/incomplete.ts';
import { counted } from '../text/numbers.ts';
import { symbolOf } from '../text/verdict.ts';
import { code, escaped, tableOf } from './table.ts';

/** Which changes it takes, as a document that GitHub shows. */
export function fixesMarkdown(fixes: FixesReport): string[] {
  const { scenario, title, variant, options, base, settings, properties, stopped } = fixes;
  const none = stopped.length === 0 ? '**no combination**' : 'no combination that was decided';
  const changes = options.map((name) => code(`${name}=${String(base[name])}`)).join(', ');
  return [
    `**${escaped(scenario)}**${title === undefined ? '' : `: ${escaped(title)}`}`,
    '',
    ...(variant === undefined ? [] : [`- variant: ${code(variant)}`]),
    `- changes: ${changes}`,
    `- settings: ${settings.map(showSet).join('; ')}`,
    '',
    ...answer(fixes),
    '',
    ...tableOf(
      ['property', AS_IT_IS, 'holds with', 'depends on', 'broken by'],
      properties.map(({ property, verdict, minimal, dependsOn, brokenBy }) => [
        escaped(property),
        `${symbolOf(verdict)} ${verdict}`,
        minimal.length === 0
          ? none
          : minimal
              .map((set) => showSet(set) + (vacuousWith(fixes, set).includes(property) ? ' (vacuous)' : ''))
              .join('<br>or '),
        options
          .filter((option) => dependsOn.includes(option))
          .map(code)
          .join(', '),
        brokenBy.map(showSet).join('<br>or '),
      ]),
    ),
    ...stopped.flatMap(({ bound, names }) => [
      '',
      `**Incomplete**: ${counted(names.length, 'set of changes', 'sets of changes')} stopped ` +
        `${escaped(explain(bound, fixes.limits)[0])}. What was not decided counts as not holding.`,
    ]),
    '',
    effort(fixes),
  ];
}

function answer(fixes: FixesReport): string[] {
  const { minimal, closest, stopped } = fixes;
  if (minimal.some((set) => Object.keys(set).length === 0))
    return [`**No change is needed**: nothing is violated${under(fixes)}.`];
  if (minimal.length > 0)
    return [
      `Minimal sets of changes that make ${everything(fixes)}:`,
      '',
      ...minimal.map((set) => {
        const { length } = vacuousWith(fixes, set);
        return `- ${showSet(set)}${length === 0 ? '' : ` (${length} vacuous)`}`;
      }),
    ];
  const shown = stopped.length === 0 ? 'makes' : 'was shown to make';
  const left = counted(closest[0]!.left.length, 'property', 'properties');
  return [
    `**No combination of these changes ${shown} ${everything(fixes)}.** What comes closest leaves ${left}:`,
    '',
    ...closest.map(
      (one) =>
        `- ${showSet(one.changes)} leaves: ${one.left.map(({ property }) => escaped(property)).join('; ')}`,
    ),
  ];
}

function showSet(set: ChangeSet): string {
  const entries = Object.entries(set);
  return entries.length === 0
    ? AS_IT_IS
    : entries.map(([name, value]) => code(`${name}=${String(value)}`)).join(', ');
}
