import type { Agreement, Judgement } from '../../engines/judge.ts';
import type { Unsaid } from '../../export/text.ts';
import { count, counted } from './numbers.ts';
import type { Paper } from './paper.ts';
import { tableLines, unbroken } from './table.ts';
import { paintVerdict, symbolOf } from './verdict.ts';
import { prose } from './wrap.ts';
import type { Verdict } from '../../property/types.ts';

export interface JudgedVariant {
  readonly scenario: string;
  readonly variant: string;
  /** Options that make it smaller than the variant is, `zones=1`. */
  readonly at?: readonly string[];
  readonly agreement: Agreement;
}

/** Two rows per variant, one of each engine; under the table what they disagree about. */
export function judgeLines(paper: Paper, engine: string, judged: readonly JudgedVariant[]): string[] {
  const { paint, width } = paper;
  const rows = judged.flatMap(({ scenario, variant, at, agreement }, i) => {
    const { refhold, other, differences, unsaid } = agreement;
    const first = judged[i - 1]?.scenario === scenario ? '' : paint.cyan(scenario);
    const verdict =
      other === undefined
        ? paint.yellow('▲ too large here')
        : differences.length === 0
          ? paint.green('✔ agrees')
          : paint.red('✘ differs');
    return [
      [first, variant, ...cells(paper, refhold, []), ''],
      [
        '',
        paint.dim(at?.join(' ') ?? ''),
        ...(other === undefined
          ? [engine, '', '', '']
          : cells(
              paper,
              other,
              unsaid.map(({ property }) => property),
            )),
        verdict,
      ],
    ];
  });
  const differing = judged.filter(({ agreement }) => agreement.differences.length > 0);
  return [
    ...tableLines(
      paper,
      [
        { head: 'scenario' },
        { head: 'variant', wrap: true },
        { head: 'engine' },
        { head: 'states', align: 'right' },
        { head: 'depth', align: 'right' },
        { head: 'verdicts', wrap: true },
        { head: '' },
      ],
      rows,
    ),
    ...differing.flatMap(({ scenario, variant, agreement }) => [
      '',
      `  ${paint.red('✘')} ${paint.bold(`${scenario} ${variant}`)}`,
      ...agreement.differences.flatMap((difference) => prose(difference, { width, first: '    ' })),
    ]),
    '',
    ...summary(paper, engine, judged),
  ];
}

function cells(
  paper: Paper,
  { engine, states, depth, verdicts }: Judgement,
  unsaid: readonly string[],
): string[] {
  const said = verdicts.filter(({ property }) => !unsaid.includes(property));
  const order: readonly Verdict[] = ['violated', 'vacuous', 'incomplete', 'holds'];
  const parts = order.flatMap((verdict) => {
    const some = said.filter((one) => one.verdict === verdict);
    if (some.length === 0) return [];
    return [unbroken(paintVerdict(paper, verdict, `${symbolOf(verdict)} ${some.length}`))];
  });
  if (unsaid.length > 0) parts.push(paper.paint.dim(unbroken(`${unsaid.length} not said`)));
  return [engine, count(states), count(depth), parts.join(' ')];
}

/** What a table of agreements comes to. */
export interface JudgeSummary {
  readonly agree: boolean;
  /** Without a full stop. */
  readonly sentence: string;
  readonly tooLarge: number;
  readonly unsaid: readonly Unsaid[];
}

export function summaryOf(engine: string, judged: readonly JudgedVariant[]): JudgeSummary {
  const compared = judged.filter(({ agreement }) => agreement.other !== undefined);
  const differing = compared.filter(({ agreement }) => agreement.differences.length > 0).length;
  const verdicts = compared.reduce(
    (sum, { agreement }) => sum + agreement.refhold.verdicts.length - agreement.unsaid.length,
    0,
  );
  const states = compared.reduce((sum, { agreement }) => sum + agreement.refhold.states, 0);
  const unsaid = new Map(
    compared.flatMap(({ agreement }) => agreement.unsaid.map((one) => [one.property, one] as const)),
  );
  return {
    agree: differing === 0,
    sentence:
      differing === 0
        ? `refhold and ${engine} agree on ${counted(compared.length, 'system')}: ${counted(verdicts, 'verdict')}, ` +
          `${counted(states, 'state')}, and the lengths of all shortest ways`
        : `refhold and ${engine} differ on ${differing} of ${counted(compared.length, 'system')}`,
    tooLarge: judged.length - compared.length,
    unsaid: [...unsaid.values()],
  };
}

function summary({ paint, width }: Paper, engine: string, judged: readonly JudgedVariant[]): string[] {
  const { agree, sentence, tooLarge, unsaid } = summaryOf(engine, judged);
  return [
    agree ? paint.green(`✔ ${sentence}`) : paint.red(`✘ ${sentence}`),
    ...(tooLarge === 0
      ? []
      : prose(
          `${counted(tooLarge, 'system')} had more states than --max-states allows, and went to refhold alone.`,
          { width, first: '▲ ', rest: '  ' },
          paint.yellow,
        )),
    ...unsaid.flatMap(({ property, why }) =>
      prose(`not said to ${engine}: ${property}: ${why}`, { width, first: '  ' }, paint.dim),
    ),
  ];
}
