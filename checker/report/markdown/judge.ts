import type { Agreement, Judgement } from '../../engines/judge.ts';
import type { Verdict } from '../../property/types.ts';
import type { JudgedVariant } from '../text/judge.ts';
import { summaryOf } from '../text/judge.ts';
import { count } from '../text/numbers.ts';
import { symbolOf } from '../text/verdict.ts';
import { code, escaped, tableOf } from './table.ts';

/** Which engines agree about which variants, a table for each scenario. */
export function judgeMarkdown(engine: string, judged: readonly JudgedVariant[]): string[] {
  const scenarios = [...new Set(judged.map(({ scenario }) => scenario))];
  const { sentence, unsaid } = summaryOf(engine, judged);
  return [
    `# refhold and ${engine}`,
    '',
    `Written by ${code(`refhold judge --engine ${engine} --format markdown`)}.`,
    '',
    `${escaped(sentence)}. What has more states than are judged is judged at smaller sizes, which are named.`,
    '',
    'Of each verdict the table has the number of properties: ✘ violated, ∅ vacuous, ✔ holds.',
    ...scenarios.flatMap((scenario) => {
      const rows = judged.filter((one) => one.scenario === scenario);
      return ['', `## ${escaped(scenario)}`, '', ...table(engine, rows)];
    }),
    ...(unsaid.length === 0
      ? []
      : [
          '',
          `## Not said to ${engine}`,
          '',
          ...unsaid.map(({ property, why }) => `- ${escaped(property)}: ${escaped(why)}`),
        ]),
  ];
}

function table(engine: string, rows: readonly JudgedVariant[]): string[] {
  return tableOf(
    ['variant', 'states', 'transitions', 'depth', 'refhold', engine, ''],
    rows.map(({ variant, at, agreement }) => [
      [code(variant), ...(at === undefined ? [] : [`at ${at.map(code).join(', ')}`])].join(' '),
      ...(['states', 'transitions', 'depth'] as const).map((what) => counts(agreement, what)),
      verdicts(agreement.refhold, []),
      agreement.other === undefined
        ? '—'
        : verdicts(
            agreement.other,
            agreement.unsaid.map(({ property }) => property),
          ),
      outcome(agreement),
    ]),
  );
}

/** One number where both have the same, and that of both where not. */
function counts({ refhold, other }: Agreement, what: 'states' | 'transitions' | 'depth'): string {
  const [own, theirs] = [refhold[what], other?.[what]];
  return theirs === undefined || theirs === own ? count(own) : `${count(own)} / ${count(theirs)}`;
}

const ORDER: readonly Verdict[] = ['violated', 'incomplete', 'vacuous', 'holds'];

function verdicts({ verdicts: all }: Judgement, unsaid: readonly string[]): string {
  const said = all.filter(({ property }) => !unsaid.includes(property));
  const parts = ORDER.flatMap((verdict) => {
    const some = said.filter((one) => one.verdict === verdict).length;
    return some === 0 ? [] : [`${symbolOf(verdict)} ${some}`];
  });
  return [...parts, ...(unsaid.length === 0 ? [] : [`${unsaid.length} not said`])].join(', ');
}

function outcome({ other, differences }: Agreement): string {
  if (other === undefined) return 'too large to be judged';
  return differences.length === 0 ? '✔ agree' : `✘ ${differences.map(escaped).join('; ')}`;
}
