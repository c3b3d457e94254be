/**
 * `npm run bench -- --size medium`: refhold on the benchmark system, then side by side with engines that call XState
 * for every transition, on a size that they can do. All in one run, so that the ratios are of one machine at one time.
 * Exits 1 if a count is not what the formula says or a property does not hold.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { valuesOf } from '../checker/scenario/scenario.ts';
import { parseAssignment } from '../checker/scenario/options.ts';
import { naive, refhold, xstateGraph } from './engines.ts';
import type { Run } from './engines.ts';
import { compareKernels } from './kernels.ts';
import { kernelsMarkdown } from './markdown.ts';
import { count, note, rate, table, times } from './report.ts';
import scenario from './systems/links.ts';
import type { Size } from './systems/links.ts';
import { sizeOf } from './systems/links-size.ts';

const COMPARED = 'tiny';
/** The shortest of so many runs counts: the first ones still compile. */
const WARM_RUNS = 5;
/** Each of plain and compiled code so many times, in turns. */
const KERNEL_ROUNDS = 2;

const { values: given } = parseArgs({
  options: {
    size: { type: 'string', default: 'small' },
    set: { type: 'string', multiple: true, default: [] },
    alone: { type: 'boolean', default: false },
    kernels: { type: 'boolean', default: false },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (given.help) {
  const sizes = Object.entries(scenario.variants).map(([name, { about, set }]) => {
    const { states, transitions } = sizeOf({ ...valuesOf(scenario, name), ...set } as Size);
    return [name, count(states), count(transitions), Object.values(set).join(' '), about];
  });
  console.log('npm run bench -- [--size SIZE] [--set zones|links|observers|stages=N]…');
  console.log('                  [--alone | --kernels [--markdown FILE]]\n');
  console.log(table(['size', 'states', 'transitions', 'Z K O D', ''], sizes));
} else if (given.kernels) {
  await kernels(given.size, setOf(given.set));
} else {
  await main(given.size, setOf(given.set));
}

async function main(name: string, set: Parameters<typeof valuesOf>[2]): Promise<void> {
  const size = valuesOf(scenario, name, set) as unknown as Size;
  console.log(`links, ${name}: ${describe(size)}\n`);
  const { result, ...run } = await refhold(scenario.build(size), ({ states, milliseconds }) => {
    note(`${count(states)} states, ${Math.round(milliseconds / 1000)} s`);
  });
  note('');
  const { exploration, properties } = result;
  console.log(
    table(
      ['engine', 'states', 'transitions', 'seconds', 'transitions/s', 'bytes/state'],
      [['refhold', ...cells(run), (exploration.bytes / run.states).toFixed(1)]],
    ),
  );
  console.log(
    `\nCalls of steps and properties: ${count(exploration.calls.user)}; of XState: ` +
      `${count(exploration.calls.xstate)}. Depth ${exploration.depth}. Most memory held by the process: ` +
      `${count(process.resourceUsage().maxRSS / 1024)} MiB.`,
  );
  expect(exploration.complete, `stopped at ${exploration.bound ?? ''}`);
  for (const { name: property, verdict } of properties)
    expect(verdict === 'holds', `${property}: ${verdict}`);
  expectSize(size, run);
  if (!given.alone) await compare(run);
}

function setOf(texts: readonly string[]): NonNullable<Parameters<typeof valuesOf>[2]> {
  return Object.fromEntries(texts.map((text) => parseAssignment(scenario.options, text)));
}

async function kernels(name: string, set: Parameters<typeof valuesOf>[2]): Promise<void> {
  const size = valuesOf(scenario, name, set) as unknown as Size;
  const report = await compareKernels(scenario.build(size), KERNEL_ROUNDS);
  for (const run of report.runs) expectSize(size, run);
  const text = kernelsMarkdown(process.argv.slice(2), `links: ${describe(size)}`, report);
  console.log(text);
  if (given.markdown !== undefined) writeFileSync(given.markdown, text);
}

async function compare(large: Run): Promise<void> {
  const size = valuesOf(scenario, COMPARED) as unknown as Size;
  console.log(`\nSide by side on links, ${COMPARED}: ${describe(size)}\n`);
  const checkable = scenario.build(size);
  let best: Run | undefined;
  for (let i = 0; i < WARM_RUNS; i++) {
    const run = await refhold(checkable);
    if (best === undefined || run.seconds < best.seconds) best = run;
  }
  const runs: [string, Run][] = [
    ['refhold', best!],
    ['XState per transition', naive(checkable.system)],
    ['@xstate/graph', xstateGraph(checkable.system)],
  ];
  console.log(
    table(
      ['engine', 'states', 'transitions', 'seconds', 'transitions/s', 'slower here', 'slower than above'],
      runs.map(([engine, run]) => [
        engine,
        ...cells(run),
        times(rate(best!) / rate(run)),
        times(rate(large) / rate(run)),
      ]),
    ),
  );
  for (const [, run] of runs) expectSize(size, run);
}

function describe({ zones, links, observers, stages }: Size): string {
  return `${zones} zones with ${links} links and ${observers} observers each, ${stages} stages`;
}

function cells(run: Run): string[] {
  return [count(run.states), count(run.transitions), run.seconds.toFixed(2), count(rate(run))];
}

function expectSize(size: Size, run: Run): void {
  const { states, transitions } = sizeOf(size);
  expect(run.states === states && run.transitions === transitions, 'the counts differ from the formula');
}

function expect(met: boolean, otherwise: string): void {
  if (met) return;
  console.log(`WRONG: ${otherwise}`);
  process.exitCode = 1;
}
