import type { Option, OptionValue } from '../scenario/options.ts';
import type { Checkable, Known, Scenario, Source } from '../scenario/scenario.ts';
import { noDeadlock } from '../property/properties.ts';
import { localState } from '../trace/diff.ts';
import type { LocalState } from '../trace/types.ts';

/** What a scenario consists of, with the values of one variant, as plain data. */
export interface ScenarioData {
  readonly schema: 'refhold.scenario/1';
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** The variant whose values the rest is built from. */
  readonly variant?: string;
  readonly variants: readonly VariantData[];
  readonly options: readonly (Option & { readonly name: string; readonly value: OptionValue })[];
  readonly actors: readonly {
    readonly name: string;
    readonly machine: string;
    readonly initial: LocalState;
  }[];
  readonly steps: readonly StepData[];
  readonly properties: readonly PropertyData[];
  readonly sources: readonly Source[];
}

export interface VariantData {
  readonly name: string;
  readonly about: string;
  readonly set: Readonly<Record<string, OptionValue>>;
  readonly known: Known;
}

export interface StepData {
  readonly name: string;
  readonly by?: string;
  readonly at?: string;
  readonly about?: string;
  readonly fairness: string;
}

export interface PropertyData {
  readonly name: string;
  readonly kind: string;
  readonly about?: string;
  readonly cites?: readonly string[];
}

export function scenarioData(
  scenario: Scenario,
  { system, properties }: Checkable,
  variant: string | undefined,
  values: Readonly<Record<string, OptionValue>>,
): ScenarioData {
  const { name, title, about, sources } = scenario;
  const all = properties.some(({ kind }) => kind === 'deadlock') ? properties : [...properties, noDeadlock];
  return {
    schema: 'refhold.scenario/1',
    name,
    title,
    about,
    ...(variant === undefined ? {} : { variant }),
    variants: Object.entries(scenario.variants).map(([key, one]) => ({
      name: key,
      about: one.about,
      set: one.set as Record<string, OptionValue>,
      known: one.known,
    })),
    options: Object.entries(scenario.options).map(([key, one]) => ({
      name: key,
      value: values[key]!,
      ...one,
    })),
    actors: system.actors.map(({ name: actor, machine, initial }) => ({
      name: actor,
      machine: machine.id,
      initial: localState(initial),
    })),
    steps: system.steps.map((step) => ({
      name: step.name,
      ...(step.by === undefined ? {} : { by: step.by }),
      ...(step.at === undefined ? {} : { at: step.at }),
      ...(step.about === undefined ? {} : { about: step.about }),
      fairness: step.fairness,
    })),
    properties: all.map((property) => ({
      name: property.name,
      kind: property.kind,
      ...(property.about === undefined ? {} : { about: property.about }),
      ...(property.cites === undefined ? {} : { cites: property.cites }),
    })),
    sources,
  };
}
