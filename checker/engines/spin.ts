/**
 * SPIN as a judge: the network in Promela, verified by the program that SPIN makes of it. Exact modes only: no hashing of
 * states, no bit states, no reduction.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RefholdError } from '../errors.ts';
import type { Network } from '../export/network.ts';
import { toPromela } from '../export/promela.ts';
import type { PromelaExport } from '../export/promela.ts';
import type { Title } from '../export/text.ts';
import { noDeadlock } from '../property/properties.ts';
import type { Property } from '../property/types.ts';
import type { Machines, System } from '../system/types.ts';
import { inFolder } from './folder.ts';
import { lastWords, run } from './process.ts';
import type { Said } from './process.ts';
import { resultOf } from './result.ts';
import type { EngineCheck, EngineCounts, Opinion, Way } from './result.ts';
import { parsePan, parsePanProgress, parseTrail, parseTransitions } from './spinOutput.ts';
import type { PanResult } from './spinOutput.ts';

export interface SpinOptions {
  /** `-O0` to `-O3`. Default `-O2`. */
  readonly optimise?: string;
  /** The compiler; default `gcc`. */
  readonly compiler?: string;
  /** Bytes for states and stacks. Default: no limit. */
  readonly maxMemory?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EngineCounts & { readonly milliseconds: number }) => void;
  /** Properties by name; all of them if left out. */
  readonly only?: readonly string[];
}

export const SPIN_INSTALL = 'apt-get install spin gcc libc6-dev';

const MEGABYTE = 2 ** 20;
/** Steps that a breadth first search may go, and a depth first search to begin with. */
const DEEPEST = 100_000_000;
const DEEP = 100_000;

/** Lets SPIN decide the properties of a network. Throws RH502, RH504, RH505. */
export async function checkWithSpin(
  system: System,
  properties: readonly Property<Machines>[],
  network: Network,
  title: Title,
  options: SpinOptions = {},
): Promise<EngineCheck> {
  return inFolder('refhold-spin-', (folder) =>
    new Spin(system, network, toPromela(network, title), folder, options).check(properties),
  );
}

class Spin {
  readonly #system: System;
  readonly #network: Network;
  readonly #model: PromelaExport;
  readonly #folder: string;
  readonly #options: SpinOptions;
  readonly #started = performance.now();
  #lines: ReadonlyMap<number, number> = new Map();

  constructor(system: System, network: Network, model: PromelaExport, folder: string, options: SpinOptions) {
    this.#system = system;
    this.#network = network;
    this.#model = model;
    this.#folder = folder;
    this.#options = options;
  }

  async check(properties: readonly Property<Machines>[]): Promise<EngineCheck> {
    const { only } = this.#options;
    const wanted = this.#network.properties.filter(({ name }) => only === undefined || only.includes(name));
    await writeFile(join(this.#folder, MODEL), this.#model.files[0]!.text);
    const { result: safety, ways } = await this.#safety();
    let stopped = safety.bound;
    let unexplored = ways.has(UNEXPLORED);
    const opinions = this.#network.properties.map((_, i): Opinion => this.#safetyOpinion(i, ways, safety));
    const claims = [...this.#model.claims].filter(([i]) => wanted.includes(this.#network.properties[i]!));
    if (claims.length > 0 && safety.bound === undefined && !unexplored) {
      let compiled: number | undefined;
      for (const [i, { name, n, alone }] of claims.sort(
        ([, a], [, b]) => Number(a.alone) - Number(b.alone),
      )) {
        const program = alone ? n : TOGETHER;
        if (compiled !== program) await this.#compileClaims(program);
        compiled = program;
        const { bound, failed, way } = await this.#liveness(name);
        stopped ??= bound;
        if (failed.length > 0) unexplored = true;
        opinions[i] = {
          ...(way === undefined ? {} : { way }),
          decided: bound === undefined && failed.length === 0,
          neverTriggered: opinions[i]!.neverTriggered === true,
        };
      }
    }
    const engine = `spin ${safety.version ?? ''}`.trim();
    const { states, transitions, depth, memory } = safety;
    return {
      engine,
      properties: wanted.map((one) => {
        const i = this.#network.properties.indexOf(one);
        const property = properties[i] ?? noDeadlock;
        const opinion = opinions[i]!;
        return resultOf(
          this.#system,
          property,
          unexplored ? { ...opinion, decided: false } : opinion,
          engine,
        );
      }),
      // SPIN counts the first state as a transition; every finding is one, from a state to itself.
      counts: { states, transitions: Math.max(0, transitions - 1 - safety.failed.length), depth, memory },
      complete: stopped === undefined,
      ...(stopped === undefined ? {} : { stopped: STOPPED[stopped] }),
      unexplored,
      milliseconds: performance.now() - this.#started,
      unsaid: this.#model.unsaid.filter(({ property }) => wanted.some(({ name }) => name === property)),
      notes: [],
    };
  }

  #safetyOpinion(i: number, ways: ReadonlyMap<number, Way>, { bound }: PanResult): Opinion {
    const findings = [...this.#model.findings.entries()].filter(
      ([n, one]) => n > 1 && 'property' in one && one.property === i,
    );
    const found = findings.flatMap(([n, { kind }]) =>
      kind === 'found' && ways.has(n) ? [ways.get(n)!] : [],
    );
    const triggers = findings.filter(([, { kind }]) => kind === 'triggered');
    const { kind, formula } = this.#network.properties[i]!;
    const nearest = found.sort((a, b) => a.steps.length - b.steps.length)[0];
    return {
      ...(nearest === undefined ? {} : { way: nearest }),
      decided: bound === undefined && kind !== 'recoverable' && formula === undefined,
      neverTriggered: bound === undefined && triggers.length > 0 && !triggers.some(([n]) => ways.has(n)),
    };
  }

  /** Breadth first, past every finding; the ways to what was found, by number. */
  async #safety(): Promise<{ result: PanResult; ways: Map<number, Way> }> {
    await this.#compile('pan', [], ['-DSAFETY', '-DBFS']);
    const said = await this.#pan('pan', ['-c0', '-e', '-E', `-w${this.#hashBits}`, `-m${DEEPEST}`]);
    const result = this.#parsed(said);
    const ways = new Map<number, Way>();
    for (const [i, n] of result.failed.entries()) {
      const way = await this.#way(`${MODEL}${i + 1}.trail`);
      const finding = this.#model.findings[n]!;
      // The last transition makes the finding; where it is about a step, the step comes next.
      const steps =
        finding.kind === 'found' && finding.step !== undefined ? [...way.steps, finding.step] : way.steps;
      if (!ways.has(n)) ways.set(n, { steps });
    }
    return { result, ways };
  }

  /** Depth first, deeper and deeper until the stack is high enough. */
  async #liveness(claim: string): Promise<Pick<PanResult, 'bound' | 'failed'> & { readonly way?: Way }> {
    for (let depth = DEEP; ; depth *= 10) {
      await rm(join(this.#folder, `${MODEL}.trail`), { force: true });
      const said = await this.#pan('panl', ['-a', '-E', `-w${this.#hashBits}`, `-m${depth}`, '-N', claim]);
      const result = this.#parsed(said);
      // One cycle is enough: that the search ended there is no bound.
      if (result.acceptance) return { failed: result.failed, way: await this.#way(`${MODEL}.trail`) };
      if (result.bound !== 'depth' || depth >= DEEPEST) return result;
    }
  }

  /** `TOGETHER`, or one of them by its number. */
  async #compileClaims(which: number): Promise<void> {
    const alone = which === TOGETHER ? [] : [`-DCLAIM=${which}`];
    await this.#compile('panl', ['-DLIVENESS', '-DASSERTED', ...alone], []);
  }

  async #compile(program: string, spinFlags: readonly string[], flags: readonly string[]): Promise<void> {
    const options = { cwd: this.#folder, install: SPIN_INSTALL, ...this.#signal };
    const made = await run('spin', [...spinFlags, '-a', MODEL], options);
    if (made.code !== 0 || /syntax error|Error:/.test(made.text)) throw this.#failed('spin -a', made);
    const { maxMemory, optimise = '-O2', compiler = 'gcc' } = this.#options;
    const bytes = this.#network.actors.length * 4 + 64;
    const compiled = await run(
      compiler,
      [
        ...[optimise, '-w', '-DNOREDUCE', ...flags],
        ...(maxMemory === undefined ? [] : [`-DMEMLIM=${Math.max(1, Math.floor(maxMemory / MEGABYTE))}`]),
        ...(bytes > 1000 ? [`-DVECTORSZ=${2 ** Math.ceil(Math.log2(bytes + 256))}`] : []),
        ...['-o', program, 'pan.c'],
      ],
      options,
    );
    if (compiled.code !== 0) throw this.#failed(compiler, compiled);
    const listed = await run(join(this.#folder, program), ['-d'], options);
    this.#lines = parseTransitions(listed.text);
  }

  #pan(program: string, args: readonly string[]): Promise<Said> {
    return run(join(this.#folder, program), args, {
      cwd: this.#folder,
      install: SPIN_INSTALL,
      ...this.#signal,
      onLine: (line) => {
        const progress = parsePanProgress(line);
        if (progress === undefined) return;
        this.#options.onProgress?.({ ...progress, milliseconds: performance.now() - this.#started });
      },
    });
  }

  #parsed(said: Said): PanResult {
    const result = parsePan(said.text);
    if (this.#options.signal?.aborted === true) return { ...(result ?? NOTHING), bound: 'stopped' };
    if (result === undefined) throw this.#failed('pan', said);
    return result;
  }

  async #way(file: string): Promise<Way> {
    const { transitions, loop } = parseTrail(await readFile(join(this.#folder, file), 'utf8'), this.#lines);
    const stepOf = (transition: number): number | undefined =>
      this.#model.lines.get(this.#lines.get(transition)!)?.step;
    const steps = transitions.flatMap((transition) => stepOf(transition) ?? []);
    if (loop === undefined) return { steps };
    return { steps, loop: transitions.slice(0, loop).filter((one) => stepOf(one) !== undefined).length };
  }

  /** Room for the states that refhold counts, and then some. */
  get #hashBits(): number {
    const { complete, states } = this.#network.explored;
    return complete ? Math.min(30, Math.max(16, Math.ceil(Math.log2(states)) + 2)) : 26;
  }

  get #signal(): { signal?: AbortSignal } {
    return this.#options.signal === undefined ? {} : { signal: this.#options.signal };
  }

  #failed(program: string, { code, text }: Said): RefholdError {
    return new RefholdError('RH504', {
      what: `${program} ended with ${code ?? 'a signal'}\n${lastWords(text)}`,
    });
  }
}

const MODEL = 'model.pml';
/** Number of the assertion that says that something was asked that refhold was never asked. */
const UNEXPLORED = 1;

/** Instead of the number of a claim: those that can stand in one program. */
const TOGETHER = 0;

const STOPPED = {
  depth: 'at the deepest search that SPIN can be told to make',
  memory: 'at the limit of its memory',
  stopped: 'before its end',
} as const;

const NOTHING: PanResult = { states: 0, transitions: 0, depth: 0, memory: 0, failed: [], acceptance: false };
