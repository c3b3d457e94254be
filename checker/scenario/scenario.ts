import { RefholdError } from '../errors.ts';
import type { Property } from '../property/types.ts';
import { suggest } from '../system/suggest.ts';
import type { ActorsOf, Machines, System } from '../system/types.ts';
import { checkValue } from './options.ts';
import type { Options, OptionValue, Values } from './options.ts';

/** Where the facts of a scenario come from. */
export interface Source {
  readonly label: string;
  /** A ticket, a commit, a file and function. */
  readonly where: string;
}

/** The verdicts that are known for a variant. Properties that are not named hold. */
export interface Known {
  /** By property: steps of a shortest counterexample. (For `reachable` without a witness: 0.) */
  readonly violated?: Readonly<Record<string, number>>;
  /** Properties that hold because what they are about never happens. */
  readonly vacuous?: readonly string[];
  /** Reachable states. */
  readonly states?: number;
}

/** A named set of option values. */
export interface Variant<Os extends Options = Options> {
  readonly about: string;
  /** Options that differ from their defaults. */
  readonly set: Partial<Values<Os>>;
  readonly known: Known;
}

/** Where `refhold fixes` begins, unless it is told otherwise. */
export interface FixesStart<Os extends Options = Options> {
  readonly variant: string;
  /** The settings in which the properties must hold; none of them a change. */
  readonly under: readonly Partial<Values<Os>>[];
}

/** `S`: the type of its system, from which its properties have the types of the actors. */
export interface ScenarioDefinition<Os extends Options, S extends Pick<System, 'kind'>> {
  /** As it is called on the command line: `os-8627`. */
  readonly name: string;
  readonly title: string;
  /** A paragraph. */
  readonly about: string;
  readonly sources: readonly Source[];
  readonly options: Os;
  /** The first is the default. */
  readonly variants: Readonly<Record<string, Variant<Os>>>;
  readonly fixes?: FixesStart<Os>;
  /** Sizes at which `refhold judge` takes variants that are too large for it; no design decision among them. */
  readonly judgeAt?: Partial<Values<Os>>;
  readonly system: (options: Values<Os>) => S;
  /** Name the parameter even if it is not used: without one, the compiler looks at it before it knows the system. */
  readonly properties: (options: Values<Os>) => readonly NoInfer<Property<ActorsOf<S>>>[];
}

/** A system with its properties, ready to be checked. */
export interface Checkable {
  readonly system: System;
  readonly properties: readonly Property<Machines>[];
}

/** A scenario whose types have served their purpose. */
export interface Scenario {
  readonly kind: 'refhold.scenario';
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly sources: readonly Source[];
  readonly options: Options;
  readonly variants: Readonly<Record<string, Variant>>;
  readonly fixes?: FixesStart;
  readonly judgeAt?: Partial<Values<Options>>;
  /** The system and properties for these values; options that are not named have their defaults. */
  readonly build: (values: Readonly<Record<string, OptionValue>>) => Checkable;
}

/**
 * A system built from options, with its properties and the verdicts that are known for its variants.
 * The system must come out the same for the same values.
 */
export function defineScenario<const Os extends Options, S extends Pick<System, 'kind'>>(
  definition: ScenarioDefinition<Os, S>,
): Scenario {
  const { system, properties, ...rest } = definition;
  return {
    kind: 'refhold.scenario',
    ...rest,
    variants: rest.variants,
    build(given) {
      const values = complete(definition.options, given) as Values<Os>;
      return {
        system: system(values) as unknown as System,
        properties: properties(values) as unknown as readonly Property<Machines>[],
      };
    },
  };
}

/** The values of a variant with some options set on top, every option named. Throws RH402, RH403. */
export function valuesOf(
  scenario: Scenario,
  variant: string | undefined,
  set: Readonly<Record<string, OptionValue>> = {},
): Record<string, OptionValue> {
  return complete(scenario.options, { ...variantOf(scenario, variant)?.set, ...set });
}

/** The variant of this name, or the default one; undefined where the scenario has none. Throws RH402. */
export function variantOf(scenario: Scenario, name: string | undefined): Variant | undefined {
  const wanted = name ?? Object.keys(scenario.variants)[0];
  if (wanted === undefined) return undefined;
  if (Object.hasOwn(scenario.variants, wanted)) return scenario.variants[wanted];
  const names = Object.keys(scenario.variants);
  throw new RefholdError('RH402', {
    what: `"${wanted}".${suggest(wanted, names)}`,
    where: [`scenario ${scenario.name}`],
  });
}

function complete(
  options: Options,
  given: Readonly<Record<string, OptionValue | undefined>>,
): Record<string, OptionValue> {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(options, name)) continue;
    throw new RefholdError('RH403', {
      what: `there is no option "${name}".${suggest(name, Object.keys(options))}`,
    });
  }
  return Object.fromEntries(
    Object.entries(options).map(([name, one]) => {
      const value = given[name] ?? one.default;
      checkValue(name, one, value);
      return [name, value];
    }),
  );
}
