import { createHash } from 'node:crypto';
import { noDeadlock } from '../../checker/property/properties.ts';
import type { Property } from '../../checker/property/types.ts';
import { RefholdError } from '../../checker/errors.ts';
import { parseAssignment } from '../../checker/scenario/options.ts';
import type { OptionValue } from '../../checker/scenario/options.ts';
import { valuesOf, variantOf } from '../../checker/scenario/scenario.ts';
import type { Known, Scenario } from '../../checker/scenario/scenario.ts';
import { suggest } from '../../checker/system/suggest.ts';
import type { Machines, System } from '../../checker/system/types.ts';
import { drawingOf } from './chart.ts';
import type { Drawing } from './chart.ts';

/** Something to explore: a scenario of refhold, or what the user's file exports. */
export interface Subject {
  readonly scenario: Scenario;
  /** The file as it was given; left out for scenarios of refhold. */
  readonly file?: string;
}

/** A scenario with values for all its options, built. */
export interface Built {
  readonly subject: Subject;
  readonly variant: string | undefined;
  readonly values: Readonly<Record<string, OptionValue>>;
  /** Verdicts recorded for it; undefined where none are, or an option was set. */
  readonly known: Known | undefined;
  readonly system: System;
  /** Freedom from deadlock among them. */
  readonly properties: readonly Property<Machines>[];
  /** Changes when actors or steps do. */
  readonly key: string;
  /** Per machine, in the order of the actors that run them first. */
  readonly drawings: readonly Drawing[];
  /** Per actor, the position of its machine in `drawings`. */
  readonly machineOf: readonly number[];
}

/** How many built scenarios are kept. */
const KEPT = 16;

/** The only things that an address can name. Nothing of an address ever becomes the name of a file. */
export class Subjects {
  readonly all: readonly Subject[];
  readonly #built = new Map<string, Built>();

  constructor(all: readonly Subject[]) {
    this.all = all;
  }

  /** What a query names: `scenario`, `variant`, and `set=option=value` any number of times. Throws RH401 to RH403. */
  find(params: URLSearchParams): Built {
    const subject = this.#subject(params.get('scenario'));
    const { scenario } = subject;
    const variant = params.get('variant') ?? Object.keys(scenario.variants)[0];
    const set = Object.fromEntries(
      params.getAll('set').map((text) => parseAssignment(scenario.options, text)),
    );
    const values = valuesOf(scenario, variant, set);
    const key = JSON.stringify([scenario.name, subject.file, variant, values]);
    const built = this.#built.get(key) ?? buildOf(subject, variant, values);
    this.#built.delete(key);
    this.#built.set(key, built);
    for (const oldest of [...this.#built.keys()].slice(0, -KEPT)) this.#built.delete(oldest);
    return built;
  }

  #subject(name: string | null): Subject {
    const found = name === null ? this.all[0] : this.all.find(({ scenario }) => scenario.name === name);
    if (found !== undefined) return found;
    const names = this.all.map(({ scenario }) => scenario.name);
    throw new RefholdError('RH401', {
      what: `"${String(name)}".${suggest(String(name), names)}`,
      fix: 'The list on the page has the scenarios of refhold, and the file that `refhold explore FILE` was given.',
    });
  }
}

export function buildOf(
  subject: Subject,
  variant: string | undefined,
  values: Readonly<Record<string, OptionValue>>,
): Built {
  const { scenario } = subject;
  const { system, properties } = scenario.build(values);
  const machines = [...new Set(system.actors.map(({ machine }) => machine))];
  const plain = valuesOf(scenario, variant);
  const asRecorded = Object.entries(values).every(([name, value]) => plain[name] === value);
  return {
    subject,
    variant,
    values,
    known: asRecorded ? variantOf(scenario, variant)?.known : undefined,
    system,
    properties: properties.some(({ kind }) => kind === 'deadlock') ? properties : [...properties, noDeadlock],
    key: keyOf(system),
    drawings: machines.map(drawingOf),
    machineOf: system.actors.map(({ machine }) => machines.indexOf(machine)),
  };
}

function keyOf({ actors, steps }: System): string {
  const names = [actors.map(({ name }) => name), steps.map(({ name }) => name)];
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 8);
}
