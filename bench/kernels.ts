/**
 * Plain against compiled code on the same system, in one run, turn by turn; and how that compares with what the memory of
 * the machine gives at that time.
 */
import { loadavg } from 'node:os';
import type { Checkable } from '../checker/scenario/scenario.ts';
import { refhold } from './engines.ts';
import type { Run } from './engines.ts';

type Kernel = 'plain' | 'wasm';

/** One exploration. */
export interface KernelRun extends Run {
  readonly kernel: Kernel;
  /** Seconds of processor time of this process, all threads. */
  readonly processor: number;
  readonly bytesPerState: number;
}

/** What was measured, and under which circumstances. */
export interface KernelReport {
  readonly runs: readonly KernelRun[];
  /** Random reads a second from a table of 256 MiB, independent of each other; before, between and after the runs. */
  readonly probes: readonly number[];
  /** Processes that wanted to run, on average over the last minute. */
  readonly load: number;
}

const PROBED_WORDS = 1 << 26;
const PROBES = 1 << 24;

/** Random reads a second of this machine, from one thread. */
export function probesPerSecond(): number {
  const words = new Int32Array(PROBED_WORDS).fill(1);
  let index = 1;
  let sum = 0;
  const started = performance.now();
  for (let i = 0; i < PROBES; i++) {
    index = (Math.imul(index, 0x19660d) + 0x3c6ef35f) | 0;
    sum += words[index >>> 6]!;
  }
  const seconds = (performance.now() - started) / 1000;
  if (sum !== PROBES) throw new Error('probed nothing');
  return PROBES / seconds;
}

/** `rounds` times plain, then compiled. */
export async function compareKernels(checkable: Checkable, rounds: number): Promise<KernelReport> {
  const runs: KernelRun[] = [];
  const probes = [probesPerSecond()];
  for (let round = 0; round < rounds; round++) {
    for (const kernel of ['plain', 'wasm'] as const) {
      const before = process.cpuUsage();
      const { result, ...run } = await refhold(checkable, undefined, kernel);
      const { user, system } = process.cpuUsage(before);
      const bytesPerState = result.exploration.bytes / run.states;
      runs.push({ ...run, kernel, processor: (user + system) / 1e6, bytesPerState });
      probes.push(probesPerSecond());
    }
  }
  return { runs, probes, load: loadavg()[0]! };
}
