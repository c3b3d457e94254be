import { AS_IT_IS, vacuousWith } from '../fixes.ts';
import type { FixesReport } from '../fixes.ts';
import type { ChangeSet, PropertyFixes } from '../../scenario/fixes.ts';
import { listed } from './finding.ts';
import { count, counted } from './numbers.ts';
import type { Paper } from './paper.ts';
import { stoppedLines } from './stopped.ts';
import { paintVerdict, showVerdict, symbolOf } from './verdict.ts';
import { pad } from './width.ts';
import { flow, prose } from './wrap.ts';

/** More sets than this are counted instead of shown; all are in the JSON. */
const MOST_SETS = 8;

/** Which changes it takes: for all properties together, and for each. */
export function fixesLines(paper: Paper, fixes: FixesReport): string[] {
  const { paint, width } = paper;
  return [
    ...headerLines(paper, fixes),
    '',
    ...answerLines(paper, fixes),
    '',
    `${paint.bold('properties')} ${paint.dim(String(fixes.properties.length))}`,
    ...grouped(fixes).flatMap((group) => propertyLines(paper, group, fixes)),
    ...stoppedLines(
      paper,
      fixes.stopped,
      fixes.limits,
      ['set of changes', 'sets of changes'],
      'What was not decided counts as not holding: fewer changes may do, and more may be enough than is said here.',
    ),
    '',
    ...prose(effort(fixes), { width, first: '  ' }, paint.dim),
  ];
}

function headerLines(paper: Paper, fixes: FixesReport): string[] {
  const { paint, width } = paper;
  const { scenario, title, variant, base, options, settings } = fixes;
  const name = paint.bold.cyan(scenario);
  const all = settings.map((setting, i) => [paint.dim(String(i + 1)), ...showSet(paper, setting)].join(' '));
  return [
    ...(title === undefined ? [name] : prose(title, { width, first: `${name}  `, rest: '  ' })),
    ...(variant === undefined ? [] : [`  ${paint.dim('variant')}  ${paint.bold(variant)}`]),
    ...flow(
      options.map((option) => `${option}${paint.dim(`=${String(base[option])}`)}`),
      { width, first: paint.dim('  changes  '), gap: '  ' },
    ),
    ...(settings.every(isEmpty) ? [] : flow(all, { width, first: paint.dim('  under    '), gap: '   ' })),
  ];
}

/** The sets that are enough; or that none is, and what comes closest. */
function answerLines(paper: Paper, fixes: FixesReport): string[] {
  const { width } = paper;
  const { minimal, closest, stopped } = fixes;
  const good = paintVerdict(paper, 'holds', `${symbolOf('holds')} `);
  const [only] = minimal;
  if (only !== undefined && isEmpty(only))
    return prose(`No change is needed: nothing is violated${under(fixes)}.`, { width, first: good });
  if (minimal.length > 0) {
    const what =
      minimal.length === 1
        ? 'One minimal set of changes makes'
        : `${minimal.length} minimal sets of changes make`;
    return [
      ...prose(`${what} ${everything(fixes)}:`, { width, first: good, rest: '  ' }),
      ...setLines(paper, minimal, '    ', fixes),
    ];
  }
  const sure = stopped.length === 0;
  const verdict = sure ? 'violated' : 'incomplete';
  const shown = sure
    ? 'No combination of these changes makes'
    : 'No combination of these changes was shown to make';
  const left = closest[0]!.left.length;
  return [
    ...prose(`${shown} ${everything(fixes)}.`, {
      width,
      first: paintVerdict(paper, verdict, `${symbolOf(verdict)} `),
      rest: '  ',
    }),
    ...prose(`What comes closest leaves ${counted(left, 'property', 'properties')}:`, { width, first: '  ' }),
    ...closest.slice(0, MOST_SETS).flatMap((one) => [
      ...setLines(paper, [one.changes], '    '),
      ...one.left.flatMap((rest) =>
        prose(rest.property, {
          width,
          first: `      ${paintVerdict(paper, rest.verdict, symbolOf(rest.verdict))} `,
        }),
      ),
    ]),
    ...moreLines(paper, closest.length, '    '),
  ];
}

/** `all 10 properties hold under all 3 settings` */
export function everything(fixes: FixesReport): string {
  const { length } = fixes.properties;
  return `${many(length, 'property', 'properties')} hold${under(fixes)}`;
}

export function under({ settings }: FixesReport): string {
  return settings.length === 1 ? '' : ` under ${many(settings.length, 'setting', 'settings')}`;
}

function many(length: number, one: string, more: string): string {
  if (length === 1) return `the ${one}`;
  return length === 2 ? `both ${more}` : `all ${length} ${more}`;
}

/** Properties of which the same is known, together. */
function grouped(fixes: FixesReport): PropertyFixes[][] {
  const groups = new Map<string, PropertyFixes[]>();
  for (const one of fixes.properties) {
    const vacuously = one.minimal.map((set) => vacuousWith(fixes, set).includes(one.property));
    const key = JSON.stringify([{ ...one, property: '' }, vacuously]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function propertyLines(paper: Paper, group: readonly PropertyFixes[], fixes: FixesReport): string[] {
  const { options, stopped } = fixes;
  const { paint, width } = paper;
  const { minimal, dependsOn, brokenBy } = group[0]!;
  const line = (label: string, pieces: readonly string[], gap = '  '): string[] =>
    pieces.length === 0 ? [] : flow(pieces, { width, first: paint.dim(`      ${label}  `), gap });
  return [
    ...group.flatMap(({ property, verdict }) =>
      prose(property, { width, first: `  ${pad(showVerdict(paper, verdict), 12)}  ` }),
    ),
    ...(minimal.length === 0
      ? line('holds with', [
          stopped.length === 0
            ? paintVerdict(paper, 'violated', 'no combination')
            : paintVerdict(paper, 'incomplete', 'no combination that was decided'),
        ])
      : minimal.some(isEmpty)
        ? []
        : [
            ...minimal
              .slice(0, MOST_SETS)
              .flatMap((set, i) =>
                line(i === 0 ? 'holds with' : '        or', [
                  ...showSet(paper, set),
                  ...(vacuousWith(fixes, set).includes(group[0]!.property) ? [vacuous(paper)] : []),
                ]),
              ),
            ...moreLines(paper, minimal.length, ' '.repeat(18)),
          ]),
    ...line(
      'depends on',
      listed(
        options.filter((option) => dependsOn.includes(option)),
        Infinity,
      ),
      ' ',
    ),
    ...brokenBy.flatMap((set, i) => line(i === 0 ? 'broken by ' : '        or', showSet(paper, set))),
  ];
}

function isEmpty(set: ChangeSet): boolean {
  return Object.keys(set).length === 0;
}

/** What holds so far that nothing can violate it is not to pass for more. */
function vacuous(paper: Paper, howMany?: number): string {
  const number = howMany === undefined ? '' : `${howMany} `;
  return paintVerdict(paper, 'vacuous', `${symbolOf('vacuous')} ${number}vacuous`);
}

function setLines(paper: Paper, sets: readonly ChangeSet[], indent: string, fixes?: FixesReport): string[] {
  const { width } = paper;
  const said = (set: ChangeSet): string[] => {
    const { length } = fixes === undefined ? [] : vacuousWith(fixes, set);
    return length === 0 ? [] : [vacuous(paper, length)];
  };
  return [
    ...sets.slice(0, MOST_SETS).flatMap((set) =>
      flow([...showSet(paper, set), ...said(set)], {
        width,
        first: indent,
        rest: `${indent}  `,
        gap: '  ',
      }),
    ),
    ...moreLines(paper, sets.length, indent),
  ];
}

function moreLines({ paint }: Paper, sets: number, indent: string): string[] {
  const more = sets - MOST_SETS;
  return more <= 0 ? [] : [paint.dim(`${indent}and ${more} more (--format json has them all)`)];
}

/** `guard=own` and `refuseOpens=true`, each a piece; a value with spaces as it is written for a shell. */
function showSet({ paint }: Paper, set: ChangeSet): string[] {
  if (isEmpty(set)) return [AS_IT_IS];
  return Object.entries(set).map(([name, value]) => {
    const text = String(value);
    return paint.dim(`${name}=`) + (text.includes(' ') ? `"${text}"` : text);
  });
}

/** How much was done for it. */
export function effort({ trials, skipped, checks, states }: FixesReport): string {
  const tried = `${counted(trials.length, 'combination')} of ${count(trials.length + skipped)} tried`;
  const rest = skipped === 0 ? '' : `, ${count(skipped)} skipped because a smaller one is enough`;
  return `${tried}${rest}: ${counted(checks, 'check')}, ${counted(states, 'state')}.`;
}
