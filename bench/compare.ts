/** Runs all engines, one after the other. Whatever one of them does, the others get their turn. */
import { loadavg } from 'node:os';
import { runC } from './c/run.ts';
import { naive, xstateGraph } from './engines.ts';
import { isRun, stoppedBy } from './outcome.ts';
import type { Limits, Outcome, Run } from './outcome.ts';
import { PROBED, probeInC, probeInWebAssembly } from './probes.ts';
import type { Probe } from './probes.ts';
import { BASE, runRefhold, variants } from './refhold.ts';
import { MODES, PLAIN } from './spin/modes.ts';
import type { SpinMode } from './spin/modes.ts';
import { runSpin } from './spin/run.ts';
import { Subject } from './subject.ts';
import { runTlc } from './tlc.ts';

export interface Row {
  readonly engine: string;
  /** The best of what was measured; the last failure if there is none. */
  readonly outcome: Outcome;
  readonly by: 'refhold' | 'C' | 'SPIN' | 'XState' | 'TLC';
  /** It visits fewer states than there are, or has more than one core: not for ratios of one core. */
  readonly other?: true;
}

/** What was measured on one size; refhold without anything special comes first. */
export interface Section {
  readonly subject: Subject;
  readonly rows: readonly Row[];
}

export interface Report {
  readonly large: Section;
  /** What SPIN can do, and TLC. */
  readonly small: Section;
  /** Engines that call XState for every transition. */
  readonly tiny: Section;
  readonly probes: readonly Probe[];
  /** Processes that wanted to run, on average over a minute, at the start and at the end. */
  readonly load: readonly number[];
}

export interface CompareOptions {
  readonly limits: Limits;
  /** How often engines run that are quick; the best counts. */
  readonly rounds: number;
  /** tla2tools.jar. */
  readonly jar?: string;
  readonly note: (text: string) => void;
}

/** The shortest of so many runs counts: the first ones still compile. */
const WARM_RUNS = 5;
const FLIGHTS = [1, 10, 16];

export async function compare(large: Subject, options: CompareOptions): Promise<Report> {
  const load = [loadavg()[0]!];
  const probes = await probe();
  const small = await new Comparison(new Subject('small'), options).small();
  const modes = (['export', 'packed'] as const).flatMap((model) => fastest(small.rows, model) ?? []);
  const section = await new Comparison(large, options).large(modes);
  const tiny = await new Comparison(new Subject('tiny'), options).tiny();
  // Neighbours come and go: the better of before and after is the machine.
  const again = await probe();
  load.push(loadavg()[0]!);
  return { small, large: section, tiny, probes: probes.map((one, i) => better(one, again[i])), load };
}

const better = (a: Probe, b: Probe | undefined): Probe =>
  b !== undefined && b.perSecond > a.perSecond ? b : a;

async function probe(): Promise<Probe[]> {
  const inC = await probeInC().catch(() => []);
  return [...inC, ...probeInWebAssembly(FLIGHTS)];
}

/** SPIN's quickest mode, by the clock, for one of its models. */
function fastest(rows: readonly Row[], model: SpinMode['model']): SpinMode | undefined {
  const timed = MODES.flatMap((mode) => {
    const outcome = rows.find(({ engine }) => engine === mode.name)?.outcome;
    return mode.model === model && outcome !== undefined && isRun(outcome)
      ? [{ mode, seconds: outcome.seconds }]
      : [];
  });
  return timed.sort((a, b) => a.seconds - b.seconds)[0]?.mode;
}

class Comparison {
  readonly #subject: Subject;
  readonly #options: CompareOptions;
  readonly #rows = new Map<string, Row>();

  constructor(subject: Subject, options: CompareOptions) {
    this.#subject = subject;
    this.#options = options;
  }

  async large(modes: readonly SpinMode[]): Promise<Section> {
    const { rounds } = this.#options;
    const ways = await variants();
    for (let round = 0; round < rounds; round++) {
      for (const one of ways) {
        if (one.once === true && round > 0) continue;
        const kind = one.reduces === true || 'workers' in one.options ? { other: true as const } : {};
        await this.#run({ engine: one.name, by: 'refhold', ...kind }, () => this.#refhold(one), one.reduces);
      }
      await this.#c('C', []);
    }
    await this.#c('C, without prefetching', ['-DNO_PREFETCH']);
    await this.#c('C, pages of 4 KiB', ['-DPAGES_4K']);
    for (const one of new Set([...modes, PLAIN])) await this.#spin(one);
    return this.#section();
  }

  async small(): Promise<Section> {
    for (let round = 0; round < WARM_RUNS; round++)
      await this.#run({ engine: BASE.name, by: 'refhold' }, () => this.#refhold(BASE));
    await this.#c('C', []);
    for (const mode of MODES) await this.#spin(mode);
    const { jar, limits } = this.#options;
    if (jar !== undefined) {
      await this.#run({ engine: 'TLC', by: 'TLC' }, async () =>
        runTlc(this.#subject.checkable, await this.#subject.network(), jar, limits),
      );
    }
    return this.#section();
  }

  async tiny(): Promise<Section> {
    const { system } = this.#subject.checkable;
    for (let round = 0; round < WARM_RUNS; round++)
      await this.#run({ engine: BASE.name, by: 'refhold' }, () => this.#refhold(BASE));
    await this.#run({ engine: 'XState per transition', by: 'XState' }, () => naive(system));
    await this.#run({ engine: '@xstate/graph', by: 'XState' }, () => xstateGraph(system));
    return this.#section();
  }

  #section(): Section {
    return { subject: this.#subject, rows: [...this.#rows.values()] };
  }

  async #refhold(way: Parameters<typeof runRefhold>[1]): Promise<Outcome> {
    const outcome = await runRefhold(this.#subject.checkable, way, this.#options.limits);
    if (!isRun(outcome)) return outcome;
    const { result, ...run } = outcome;
    const wrong = result.properties.find(({ verdict }) => verdict !== 'holds');
    return wrong === undefined ? run : { stopped: `WRONG: ${wrong.name}: ${wrong.verdict}` };
  }

  async #c(engine: string, flags: readonly string[]): Promise<void> {
    await this.#run({ engine, by: 'C' }, async () => {
      const signal = AbortSignal.timeout(1000 * this.#options.limits.seconds);
      const run = await runC(await this.#subject.network(), this.#subject.states, { flags, signal });
      return 'stopped' in run ? run : { ...run, bytes: run.memory };
    });
  }

  async #spin(mode: SpinMode): Promise<void> {
    const kind = mode.parallel === true ? { other: true as const } : {};
    await this.#run({ engine: mode.name, by: 'SPIN', ...kind }, async () =>
      runSpin(await this.#subject.network(), mode, this.#subject.states, this.#options.limits),
    );
  }

  async #run(
    row: Omit<Row, 'outcome'>,
    work: () => Outcome | Promise<Outcome>,
    reduces = false,
  ): Promise<void> {
    const { name } = this.#subject;
    this.#options.note(`${name}: ${row.engine}`);
    let outcome: Outcome;
    try {
      outcome = await work();
    } catch (thrown) {
      outcome = stoppedBy(thrown);
    }
    if (!reduces) outcome = this.#subject.judged(outcome);
    this.#rows.set(row.engine, { ...row, outcome: best(this.#rows.get(row.engine)?.outcome, outcome) });
  }
}

/** What is wrong once stays wrong; apart from that the shortest times count. */
function best(old: Outcome | undefined, next: Outcome): Outcome {
  if (old === undefined) return next;
  if (!isRun(old)) return old.stopped.startsWith('WRONG') || !isRun(next) ? old : next;
  if (!isRun(next)) return next.stopped.startsWith('WRONG') ? next : old;
  const least = (of: (run: Run) => number | undefined): number | undefined => {
    const both = [of(old), of(next)].filter((one) => one !== undefined);
    return both.length === 0 ? undefined : Math.min(...both);
  };
  const processor = least((run) => run.processor);
  return {
    ...next,
    seconds: Math.min(old.seconds, next.seconds),
    ...(processor === undefined ? {} : { processor }),
  };
}

/** Bytes of the table that the probes read. */
export { PROBED };
