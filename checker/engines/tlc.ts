/**
 * TLC as a judge: the network in TLA+. Breadth first with one worker, so that a counterexample is a shortest one. TLC stops
 * at the first violation; it is run again without what is violated, until nothing is.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { RefholdError } from '../errors.ts';
import type { Network } from '../export/network.ts';
import type { Title } from '../export/text.ts';
import { toTla } from '../export/tla.ts';
import type { TlaCheck, TlaExport } from '../export/tla.ts';
import { noDeadlock } from '../property/properties.ts';
import type { Property } from '../property/types.ts';
import type { Machines, System } from '../system/types.ts';
import { inFolder } from './folder.ts';
import { lastWords, run } from './process.ts';
import type { Said } from './process.ts';
import { resultOf } from './result.ts';
import type { EngineCheck, EngineCounts, Opinion, Way } from './result.ts';
import { parseTlc, parseTlcProgress } from './tlcOutput.ts';
import type { TlcResult } from './tlcOutput.ts';

export interface TlcOptions {
  /** tla2tools.jar. */
  readonly jar: string;
  /** Machines that are to run workers; then TLC's server runs here and waits for them, and there is no liveness. */
  readonly workers?: readonly string[];
  /** The name under which the workers reach this machine. */
  readonly host?: string;
  /** Bytes for the heap of Java. */
  readonly maxMemory?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EngineCounts & { readonly milliseconds: number }) => void;
  /** Is told what to type on the other machines. */
  readonly onWorkers?: (commands: readonly string[]) => void;
  readonly only?: readonly string[];
}

export const JAVA_INSTALL = 'apt-get install default-jre-headless';

/** The jar that was named, or the one in the environment. Throws RH503. */
export function findJar(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): string {
  const named = given ?? env.TLA2TOOLS_JAR;
  if (named === undefined || named === '')
    throw new RefholdError('RH503', { what: 'no tla2tools.jar was named' });
  const path = resolve(cwd, named);
  if (!existsSync(path)) throw new RefholdError('RH503', { what: `there is no ${named}` });
  return path;
}

/** Lets TLC decide the properties of a network. Throws RH502, RH504, RH505. */
export async function checkWithTlc(
  system: System,
  properties: readonly Property<Machines>[],
  network: Network,
  title: Title,
  options: TlcOptions,
): Promise<EngineCheck> {
  return inFolder('refhold-tlc-', (folder) =>
    new Tlc(system, network, toTla(network, title), folder, options).check(properties),
  );
}

class Tlc {
  readonly #system: System;
  readonly #network: Network;
  readonly #model: TlaExport;
  readonly #folder: string;
  readonly #options: TlcOptions;
  readonly #started = performance.now();
  /** By position of the check. */
  readonly #violated = new Map<TlaCheck, Way>();
  #runs = 0;

  constructor(system: System, network: Network, model: TlaExport, folder: string, options: TlcOptions) {
    this.#system = system;
    this.#network = network;
    this.#model = model;
    this.#folder = folder;
    this.#options = options;
  }

  async check(properties: readonly Property<Machines>[]): Promise<EngineCheck> {
    const { only, workers } = this.#options;
    const wanted = this.#network.properties.filter(({ name }) => only === undefined || only.includes(name));
    const isWanted = ({ property }: TlaCheck): boolean =>
      property === undefined || wanted.includes(this.#network.properties[property]!);
    await writeFile(join(this.#folder, `${this.#model.module}.tla`), this.#model.files[0]!.text);
    const checks = this.#model.checks.filter(isWanted);
    const safety = await this.#safety(checks.filter(({ kind }) => kind !== 'temporal'));
    const unexplored = [...this.#violated.keys()].some(({ kind }) => kind === 'unexplored');
    let complete = safety.finished;
    if (complete && !unexplored && workers === undefined) {
      for (const check of checks.filter(({ kind }) => kind === 'temporal')) {
        const result = await this.#run('SPECIFICATION Spec', [`PROPERTY ${check.operator}`]);
        if (result.violated === undefined) complete &&= result.finished;
        else this.#violated.set(check, this.#way(result));
      }
    }
    const engine = `tlc ${safety.version ?? ''}`.trim();
    return {
      engine,
      properties: wanted.map((one) => {
        const i = this.#network.properties.indexOf(one);
        const opinion = this.#opinion(i, checks, complete && !unexplored);
        return resultOf(this.#system, properties[i] ?? noDeadlock, opinion, engine);
      }),
      counts: {
        states: safety.states,
        // TLC counts the first state as generated.
        transitions: Math.max(0, safety.generated - 1),
        depth: safety.depth ?? 0,
        memory: 0,
      },
      complete,
      ...(complete ? {} : { stopped: 'before its end' }),
      unexplored,
      milliseconds: performance.now() - this.#started,
      unsaid: [...this.#model.unsaid, ...this.#notDistributed(checks)].filter(({ property }) =>
        wanted.some(({ name }) => name === property),
      ),
      notes:
        safety.collision === undefined
          ? []
          : [
              `TLC keeps 64 bits of each state. Its estimate of the chance that it took two states for one: ${safety.collision}`,
            ],
    };
  }

  #notDistributed(checks: readonly TlaCheck[]): { property: string; why: string }[] {
    if (this.#options.workers === undefined) return [];
    return checks.flatMap(({ kind, property }) =>
      kind === 'temporal'
        ? [
            {
              property: this.#network.properties[property!]!.name,
              why: 'TLC decides nothing about runs when it is distributed',
            },
          ]
        : [],
    );
  }

  #opinion(i: number, checks: readonly TlaCheck[], decided: boolean): Opinion {
    const mine = checks.filter(({ property }) => property === i);
    const ways = mine
      .filter(({ kind }) => kind !== 'triggered')
      .flatMap((check) => this.#violated.get(check) ?? [])
      .sort((a, b) => a.steps.length - b.steps.length);
    const triggers = mine.filter(({ kind }) => kind === 'triggered');
    const asked = mine.some(({ kind }) => kind !== 'triggered') || triggers.length > 0;
    const temporal = this.#network.properties[i]!.formula !== undefined;
    const said =
      !temporal || (mine.some(({ kind }) => kind === 'temporal') && this.#options.workers === undefined);
    return {
      ...(ways[0] === undefined ? {} : { way: ways[0] }),
      decided: decided && asked && said,
      neverTriggered: triggers.length > 0 && !triggers.some((check) => this.#violated.has(check)),
    };
  }

  /** All invariants, then again without those that are violated; the last run has seen every state. */
  async #safety(checks: readonly TlaCheck[]): Promise<TlcResult> {
    for (let left = [...checks]; ;) {
      const names = left.map(({ operator }) => `INVARIANT ${operator}`);
      const result = await this.#run('INIT Init\nNEXT Next', names);
      const check = left.find(({ operator }) => operator === result.violated?.operator);
      if (check === undefined) return result;
      const way = this.#way(result);
      this.#violated.set(check, check.step === undefined ? way : { steps: [...way.steps, check.step] });
      left = left.filter((one) => one !== check);
    }
  }

  async #run(specification: string, lines: readonly string[]): Promise<TlcResult> {
    const { signal, onProgress, workers } = this.#options;
    const { module } = this.#model;
    const meta = join(this.#folder, `meta${++this.#runs}`);
    await mkdir(meta);
    await writeFile(
      join(this.#folder, `${module}.cfg`),
      [specification, 'CHECK_DEADLOCK FALSE', ...lines, ''].join('\n'),
    );
    if (workers !== undefined && this.#runs === 1) this.#options.onWorkers?.(this.#workerCommands(workers));
    const said = await run(
      'java',
      [...this.#java, '-nowarning', '-deadlock', '-metadir', meta, '-config', `${module}.cfg`, module],
      {
        cwd: this.#folder,
        install: JAVA_INSTALL,
        ...(signal && { signal }),
        onLine: (line) => {
          const progress = parseTlcProgress(line);
          if (progress === undefined) return;
          const { states, depth } = progress;
          onProgress?.({
            states,
            depth,
            transitions: 0,
            memory: 0,
            milliseconds: performance.now() - this.#started,
          });
        },
      },
    );
    const result = parseTlc(said.text);
    if (signal?.aborted === true) return { ...(result ?? NOTHING), finished: false };
    if (result === undefined || (result.violated === undefined && /^Error: /m.test(said.text)))
      throw failed(said);
    return result;
  }

  get #java(): string[] {
    const { jar, maxMemory, workers, host } = this.#options;
    const heap = maxMemory === undefined ? [] : [`-Xmx${Math.max(64, Math.floor(maxMemory / 2 ** 20))}m`];
    if (workers === undefined)
      return ['-XX:+UseParallelGC', ...heap, '-cp', jar, 'tlc2.TLC', '-workers', '1'];
    const name = host === undefined ? [] : [`-Djava.rmi.server.hostname=${host}`];
    return ['-XX:+UseParallelGC', ...heap, ...name, '-cp', jar, 'tlc2.tool.distributed.TLCServer'];
  }

  #workerCommands(workers: readonly string[]): string[] {
    const server = this.#options.host ?? 'THIS-MACHINE';
    return workers.map(
      (worker) =>
        `ssh ${worker} java -Djava.rmi.server.hostname=${worker} -cp tla2tools.jar tlc2.tool.distributed.TLCWorker ${server}`,
    );
  }

  #way({ trace }: TlcResult): Way {
    const { actions, loop } = trace ?? { actions: [] };
    const steps = actions.map((action) => {
      const step = this.#model.actions.get(action);
      if (step !== undefined) return step;
      throw new RefholdError('RH504', {
        what: `TLC names an action "${action}", which its input does not have`,
      });
    });
    return { steps, ...(loop === undefined ? {} : { loop }) };
  }
}

function failed({ code, text }: Said): RefholdError {
  return new RefholdError('RH504', { what: `TLC ended with ${code ?? 'a signal'}\n${lastWords(text)}` });
}

const NOTHING: TlcResult = { states: 0, generated: 0, left: 0, depth: undefined, finished: false };
