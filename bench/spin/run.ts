/** Lets SPIN search a network in one mode. */
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder } from '../../checker/engines/folder.ts';
import { lastWords, run } from '../../checker/engines/process.ts';
import { SPIN_INSTALL } from '../../checker/engines/spin.ts';
import { parsePan, ROUNDED } from '../../checker/engines/spinOutput.ts';
import type { PanResult } from '../../checker/engines/spinOutput.ts';
import type { Network } from '../../checker/export/network.ts';
import { toPromela } from '../../checker/export/promela.ts';
import { headerFor } from '../c/header.ts';
import { sourceOf } from '../c/run.ts';
import { packingOf } from '../network/packing.ts';
import type { Limits, NoRun, Run } from '../outcome.ts';
import type { SpinMode } from './modes.ts';
import { packedPromela } from './packed.ts';

export interface SpinRun extends Run {
  /** Steps from the first state to the farthest; only where the search was breadth first. */
  readonly depth?: number;
  /** Assertions that failed, and deadlocks; 0 where all properties hold and everything is known. */
  readonly findings: number;
}

const MODEL = 'model.pml';

/**
 * `states`: how many there will be; SPIN's table is made for them at once, and its stack where it goes deep.
 * Throws RH502 where SPIN or gcc are absent, and Error where one refuses the model.
 */
export async function runSpin(
  network: Network,
  mode: SpinMode,
  states: number,
  limits: Limits,
): Promise<SpinRun | NoRun> {
  return inFolder('refhold-bench-', (folder) => new Spin(network, mode, states, limits, folder).run());
}

class Spin {
  readonly #network: Network;
  readonly #mode: SpinMode;
  readonly #states: number;
  readonly #limits: Limits;
  readonly #folder: string;
  /** Assertions that fail where nothing is wrong: that a property is about something that happens. */
  #triggers = new Set<number>();

  constructor(network: Network, mode: SpinMode, states: number, limits: Limits, folder: string) {
    this.#network = network;
    this.#mode = mode;
    this.#states = states;
    this.#limits = limits;
    this.#folder = folder;
  }

  async run(): Promise<SpinRun | NoRun> {
    const packing = packingOf(this.#network);
    if (this.#mode.model === 'export') await this.#writeExport();
    else if (packing === undefined) return { stopped: 'a state has more than 63 bits' };
    else {
      await writeFile(join(this.#folder, 'network.h'), headerFor(this.#network, packing));
      await writeFile(join(this.#folder, MODEL), packedPromela(this.#network));
    }
    await this.#compile();
    // A stack for the longest way that there can be costs more memory than the states: first a short one.
    const shallow = Math.max(10_000, Math.ceil(this.#states / 4));
    const first = await this.#search(shallow);
    if (!('stopped' in first) || first.stopped !== 'depth') return first;
    return this.#search(this.#states + 1);
  }

  async #writeExport(): Promise<void> {
    const model = toPromela(this.#network, { name: 'benchmark', by: 'refhold', options: [] });
    model.findings.forEach(({ kind }, n) => {
      if (kind === 'triggered') this.#triggers.add(n);
    });
    await writeFile(join(this.#folder, MODEL), model.files[0]!.text);
  }

  async #compile(): Promise<void> {
    const { flags } = this.#mode;
    const limit = `-DMEMLIM=${Math.floor(this.#limits.bytes / 2 ** 20)}`;
    await copyFile(sourceOf('spin/launch.c'), join(this.#folder, 'launch.c'));
    await this.#tool('spin', '-a', MODEL);
    await this.#tool('gcc', '-w', '-DSAFETY', '-DNOREDUCE', limit, ...flags, '-o', 'pan', 'pan.c');
    await this.#tool('gcc', '-O1', '-w', '-o', 'launch', 'launch.c');
  }

  async #tool(command: string, ...args: readonly string[]): Promise<void> {
    const said = await run(command, args, { cwd: this.#folder, install: SPIN_INSTALL });
    if (said.code !== 0 || /syntax error|Error:/.test(said.text))
      throw new Error(`${command}: ${lastWords(said.text)}`);
  }

  async #search(depth: number): Promise<SpinRun | NoRun> {
    const { parallel, search } = this.#mode;
    const table = parallel === true ? [] : [`-w${Math.ceil(Math.log2(this.#states))}`];
    const stack = search === 'depth' ? depth : this.#states;
    // Deadlocks are a finding of the export, which SPIN is not to look for once more.
    const ends = this.#mode.model === 'export' ? ['-E'] : [];
    const { text } = await run(
      join(this.#folder, 'launch'),
      [
        String(Math.ceil(this.#limits.seconds)),
        join(this.#folder, 'pan'),
        '-c0',
        ...ends,
        ...table,
        `-m${stack}`,
      ],
      { cwd: this.#folder, install: SPIN_INSTALL },
    );
    const used = /^launched ([\d.]+) ([\d.]+) (\d+) (\d)$/m.exec(text);
    if (used === null) return { stopped: `launch: ${lastWords(text, 1)}` };
    const [seconds, processor, memory, stopped] = used.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
    ];
    if (stopped === 1) return { stopped: 'time' };
    const result = parsePan(text);
    if (result === undefined) return { stopped: /memory/i.test(text) ? 'memory' : lastWords(text, 3) };
    if (result.bound !== undefined) return { stopped: result.bound };
    return {
      ...this.#counts(result, text),
      seconds,
      processor,
      bytes: result.memory === 0 ? memory : result.memory,
    };
  }

  #counts({ states, transitions, depth, failed }: PanResult, text: string): Omit<SpinRun, 'seconds'> {
    const errors = Number(/errors: (\d+)/.exec(text)![1]);
    const triggered = failed.filter((n) => this.#triggers.has(n)).length;
    return {
      states,
      // The first state is a transition to SPIN; and every finding is one, from a state to itself.
      transitions: transitions - 1 - errors,
      findings: errors - triggered,
      // What was subtracted may change the last one of eight.
      ...(transitions < ROUNDED ? {} : { digits: 7 }),
      ...(this.#mode.search === 'breadth' ? { depth } : {}),
    };
  }
}
