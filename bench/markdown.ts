import { cpus, release, totalmem } from 'node:os';
import type { KernelReport, KernelRun } from './kernels.ts';
import { count, rate } from './report.ts';

const best = (runs: readonly KernelRun[], kernel: string, of: (run: KernelRun) => number): number =>
  Math.min(...runs.filter((run) => run.kernel === kernel).map(of));

/** The page `docs/benchmarks.md`. */
export function kernelsMarkdown(
  command: readonly string[],
  title: string,
  { runs, probes, load }: KernelReport,
): string {
  const ratio = (of: (run: KernelRun) => number): string =>
    (best(runs, 'plain', of) / best(runs, 'wasm', of)).toFixed(1);
  const wasm = runs.filter(({ kernel }) => kernel === 'wasm');
  const perProbe = best(runs, 'wasm', ({ processor }) => processor) / wasm[0]!.transitions;
  const typical = [...probes].sort((a, b) => a - b)[probes.length >> 1]!;
  return [
    '# Benchmarks',
    '',
    `Written by \`npm run bench -- ${command.join(' ')}\`.`,
    '`bench/README.md` says what the system is. All figures are of one run. Seconds depend on the machine and on who else uses',
    'it: look at ratios, and at the seconds of processor time.',
    '',
    `${title}. ${count(runs[0]!.states)} states, ${count(runs[0]!.transitions)} transitions, all properties, one thread.`,
    '',
    '| code  | seconds | processor seconds | transitions/s | bytes/state |',
    '| ----- | ------: | ----------------: | ------------: | ----------: |',
    ...runs.map(
      (run) =>
        `| ${run.kernel.padEnd(5)} | ${run.seconds.toFixed(1).padStart(7)} | ${run.processor.toFixed(1).padStart(17)} ` +
        `| ${count(rate(run)).padStart(13)} | ${run.bytesPerState.toFixed(1).padStart(11)} |`,
    ),
    '',
    `Compiled code is ${ratio(({ processor }) => processor)} times as fast by processor time (best of each), ` +
      `${ratio(({ seconds }) => seconds)} times by the clock.`,
    '',
    `Random reads of this machine from a table of 256 MiB, independent of each other, one thread: ` +
      `${probes.map((one) => count(one / 1e6)).join(', ')} million a second`,
    `around the runs. At the middle one, a read takes ${(1e9 / typical).toFixed(1)} ns; a transition takes the compiled ` +
      `code ${(1e9 * perProbe).toFixed(1)} ns of processor time,`,
    'everything included: expansion, properties, look-up, and growing the table.',
    '',
    `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${count(totalmem() / 2 ** 30)} GiB, ` +
      `Node ${process.versions.node}, ${process.platform} ${release()}; ${load.toFixed(1)} processes wanted to run.`,
    '',
  ].join('\n');
}
