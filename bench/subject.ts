/** One size of the benchmark system, and what is known of it. */
import type { Network } from '../checker/export/network.ts';
import { valuesOf } from '../checker/scenario/scenario.ts';
import type { Checkable } from '../checker/scenario/scenario.ts';
import { learnNetwork } from './network/learn.ts';
import { isRun } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import scenario from './systems/links.ts';
import type { Size } from './systems/links.ts';
import { sizeOf } from './systems/links-size.ts';

export type Settings = NonNullable<Parameters<typeof valuesOf>[2]>;

export class Subject {
  readonly name: string;
  readonly size: Size;
  readonly checkable: Checkable;
  readonly states: number;
  readonly transitions: number;
  #network: Promise<Network> | undefined;

  constructor(name: string, settings: Settings = {}) {
    this.name = [
      name,
      ...Object.entries(settings).map(([option, value]) => `${option}=${String(value)}`),
    ].join(', ');
    this.size = valuesOf(scenario, name, settings) as unknown as Size;
    this.checkable = scenario.build(this.size);
    ({ states: this.states, transitions: this.transitions } = sizeOf(this.size));
  }

  get about(): string {
    const { zones, links, observers, stages } = this.size;
    return `${zones} zones with ${links} links and ${observers} observers each, ${stages} stages`;
  }

  /** For the programs of other makers. */
  network(): Promise<Network> {
    return (this.#network ??= learnNetwork(this.checkable));
  }

  /** The run, unless its counts are wrong or it found something: nothing is to be found. */
  judged(outcome: Outcome & { readonly findings?: number; readonly unknown?: number }): Outcome {
    if (!isRun(outcome)) return outcome;
    const { states, transitions, digits, findings = 0, unknown = 0 } = outcome;
    const isRight = (found: number, formula: number): boolean =>
      found === formula ||
      (digits !== undefined && found.toPrecision(digits) === formula.toPrecision(digits));
    if (!isRight(states, this.states) || !isRight(transitions, this.transitions))
      return { stopped: `WRONG: ${states} states, ${transitions} transitions` };
    if (findings + unknown > 0) return { stopped: `WRONG: ${findings} findings, ${unknown} unknown` };
    return digits === undefined
      ? outcome
      : { ...outcome, states: this.states, transitions: this.transitions };
  }
}
