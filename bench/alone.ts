/** refhold on one size, with its counts compared: with the formula, and with C and SPIN where they are. */
import { RefholdError } from '../checker/errors.ts';
import { runC } from './c/run.ts';
import { isRun } from './outcome.ts';
import type { Limits, Outcome } from './outcome.ts';
import { BASE, runRefhold } from './refhold.ts';
import type { RefholdRun } from './refhold.ts';
import { count, note, table } from './report.ts';
import { PLAIN } from './spin/modes.ts';
import { runSpin } from './spin/run.ts';
import type { Subject } from './subject.ts';

/** SPIN takes too long for more. */
const MOST_STATES = 1_000_000;

/** Prints a table. Says what is wrong, in words. */
export async function alone(subject: Subject, limits: Limits): Promise<string[]> {
  console.log(`links, ${subject.name}: ${subject.about}\n`);
  const run = await runRefhold(subject.checkable, BASE, limits, ({ states, milliseconds }) => {
    note(`${count(states)} states, ${Math.round(milliseconds / 1000)} s`);
  });
  note('');
  const others = subject.states > MOST_STATES ? [] : await compared(subject, limits);
  const rows: [string, Outcome][] = [[BASE.name, run], ...others];
  console.log(
    table(
      ['engine', 'states', 'transitions', 'depth', 'seconds', 'transitions/s', 'bytes/state'],
      rows.map(cells),
    ),
  );
  if (!isRun(run)) return [`stopped: ${run.stopped}`];
  const { exploration, properties } = run.result;
  console.log(
    `\nCalls of steps and properties: ${count(exploration.calls.user)}; of XState: ` +
      `${count(exploration.calls.xstate)}. Depth ${exploration.depth}. Most memory held by the process: ` +
      `${count(process.resourceUsage().maxRSS / 1024)} MiB.`,
  );
  return [
    ...properties
      .filter(({ verdict }) => verdict !== 'holds')
      .map(({ name, verdict }) => `${name}: ${verdict}`),
    ...rows.flatMap(([name, outcome]) => {
      const judged = subject.judged(outcome);
      if (isRun(judged)) {
        const depth = depthOf(judged);
        return depth === undefined || depth === exploration.depth ? [] : [`${name}: depth ${depth}`];
      }
      return isAbsent(judged.stopped) ? [] : [`${name}: ${judged.stopped}`];
    }),
  ];
}

/** What is said of a program that is not on this machine; that is nothing wrong. */
const ABSENT = 'not on this machine';
const isAbsent = (text: string): boolean => text === ABSENT;

async function compared(subject: Subject, limits: Limits): Promise<[string, Outcome][]> {
  const network = await subject.network();
  const signal = AbortSignal.timeout(1000 * limits.seconds);
  return [
    ['C', await present(() => runC(network, subject.states, { flags: ['-O1'], signal }))],
    [PLAIN.name, await present(() => runSpin(network, PLAIN, subject.states, limits))],
  ];
}

async function present(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof RefholdError && thrown.code === 'RH502') return { stopped: ABSENT };
    throw thrown;
  }
}

function depthOf(outcome: object): number | undefined {
  if ('result' in outcome) return (outcome as RefholdRun).result.exploration.depth;
  return 'depth' in outcome ? (outcome.depth as number) : undefined;
}

function cells([name, outcome]: readonly [string, Outcome]): string[] {
  if (!isRun(outcome)) return [name, `– (${outcome.stopped})`, '', '', '', '', ''];
  const { states, transitions, seconds, bytes } = outcome;
  return [
    name,
    count(states),
    count(transitions),
    String(depthOf(outcome) ?? ''),
    seconds.toFixed(2),
    count(transitions / seconds),
    bytes === undefined ? '' : (bytes / states).toFixed(1),
  ];
}
