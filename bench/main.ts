/**
 * `npm run bench -- --size medium`: refhold side by side with other engines on the benchmark system. All in one run, so that
 * the ratios are of one machine at one time. Exits 1 if a count is not what the formula says or a property does not hold.
 */
import { writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { parseAssignment } from '../checker/scenario/options.ts';
import { alone } from './alone.ts';
import { compare } from './compare.ts';
import type { Report } from './compare.ts';
import { isRun } from './outcome.ts';
import type { Limits } from './outcome.ts';
import { page } from './page.ts';
import { count, note, table } from './report.ts';
import { Subject } from './subject.ts';
import type { Settings } from './subject.ts';
import scenario from './systems/links.ts';

const { values: given } = parseArgs({
  options: {
    size: { type: 'string', default: 'small' },
    set: { type: 'string', multiple: true, default: [] },
    alone: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1800' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (given.help) help();
else await main();

function help(): void {
  const sizes = Object.entries(scenario.variants).map(([name, { about, set }]) => {
    const { states, transitions } = new Subject(name);
    return [name, count(states), count(transitions), Object.values(set).join(' '), about];
  });
  console.log('npm run bench -- [--size SIZE] [--set zones|links|observers|stages=N]…');
  console.log('                 [--alone | [--rounds N] [--seconds N] [--markdown FILE]]\n');
  console.log(table(['size', 'states', 'transitions', 'Z K O D', ''], sizes));
}

async function main(): Promise<void> {
  const settings: Settings = Object.fromEntries(
    given.set.map((text) => parseAssignment(scenario.options, text)),
  );
  const subject = new Subject(given.size, settings);
  const limits: Limits = { seconds: number('seconds'), bytes: 0.75 * totalmem() };
  if (given.alone) {
    report(await alone(subject, limits));
    return;
  }
  const jar = process.env.TLA2TOOLS_JAR;
  const found = await compare(subject, {
    limits,
    rounds: number('rounds'),
    note: (text) => {
      if (process.stderr.isTTY) note(text);
      else console.error(text);
    },
    ...(jar === undefined || jar === '' ? {} : { jar }),
  });
  note('');
  const limit = `${count(limits.seconds)} s, ${count(limits.bytes / 2 ** 30)} GiB`;
  const text = page(process.argv.slice(2), limit, found);
  console.log(text);
  if (given.markdown !== undefined) writeFileSync(given.markdown, text);
  report(wrongIn(found));
}

function number(option: 'rounds' | 'seconds'): number {
  const value = Number(given[option]);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${option} takes a number from 1 on.`);
  process.exit(2);
}

/** That an engine ran out of time or memory is no mistake; that refhold did is one. */
function wrongIn({ large, small, tiny }: Report): string[] {
  return [large, small, tiny].flatMap(({ subject, rows }) =>
    rows.flatMap(({ engine, outcome }, i) =>
      isRun(outcome) || !(i === 0 || outcome.stopped.startsWith('WRONG'))
        ? []
        : [`${subject.name}, ${engine}: ${outcome.stopped}`],
    ),
  );
}

function report(wrong: readonly string[]): void {
  for (const text of wrong) console.log(`WRONG: ${text}`);
  if (wrong.length > 0) process.exitCode = 1;
}
