/** The comment at the head of an export to Promela: what it is, how to run it, and what its assertions mean. */
import type { Network } from './network.ts';
import { harmless, preamble } from './text.ts';
import type { Title, Unsaid } from './text.ts';

/** What a failed assertion `n == 0` means. */
export type PromelaFinding =
  | { readonly kind: 'unexplored' }
  /** The property finds something in a state, or, with a step, if it is taken there. */
  | { readonly kind: 'found'; readonly property: number; readonly step?: number }
  /** What the property is about has happened. */
  | { readonly kind: 'triggered'; readonly property: number };

/** The never claim of a property. */
export interface PromelaClaim {
  readonly name: string;
  /** `-DCLAIM=n` leaves out all others. */
  readonly n: number;
  /** SPIN may get this one wrong unless the others are left out. */
  readonly alone: boolean;
}

/** How to run it: the same words in the file and in the documents. */
export const SPIN_SAFETY =
  'spin -a FILE && gcc -O2 -DSAFETY -DNOREDUCE -DBFS -o pan pan.c && ./pan -c0 -e -E';
export const SPIN_LIVENESS =
  'spin -DLIVENESS -DCLAIM=N -a FILE && gcc -O2 -DNOREDUCE -o pan pan.c && ./pan -a -E -m10000000';

/** All of it, as one comment. */
export function headerLines(
  network: Network,
  title: Title,
  findings: readonly PromelaFinding[],
  claims: ReadonlyMap<number, PromelaClaim>,
  unsaid: readonly Unsaid[],
): string[] {
  const runs = [...claims].map(([property, { n }]) => `  CLAIM=${n}  ${network.properties[property]!.name}`);
  const lines = [
    ...preamble(title, network),
    '',
    'States, assertions and shortest ways to them:',
    `  ${SPIN_SAFETY}`,
    ...(runs.length === 0
      ? []
      : [
          'Properties of runs, one claim at a time (a run may always stop; the claim keeps the promises of fairness):',
          `  ${SPIN_LIVENESS}`,
          ...runs,
        ]),
    '',
    'What a failed assertion `n == 0` says. Each fails once.',
    ...findings.slice(1).map((finding, i) => `  ${i + 1}  ${tell(network, finding)}`),
    ...(unsaid.length === 0 ? [] : ['', 'What Promela cannot say:']),
    ...unsaid.map(({ property, why }) => `  ${property}: ${why}`),
  ];
  return ['/*', ...lines.map((line) => ` * ${indented(line)}`.trimEnd()), ' */'];
}

/** Made harmless, its indentation kept. */
function indented(line: string): string {
  const indent = /^ */.exec(line)![0];
  return indent + harmless(line.trim());
}

function tell({ properties, steps }: Network, finding: PromelaFinding): string {
  if (finding.kind === 'unexplored') return 'a step or property is asked what refhold was never asked';
  const { name, kind } = properties[finding.property]!;
  if (finding.kind === 'triggered') return `what it is about happens: ${name}`;
  const step = finding.step === undefined ? '' : `, by ${steps[finding.step]!.name}`;
  return kind === 'reachable' ? `reached: ${name}` : `violated: ${name}${step}`;
}
