import { RefholdError } from '../errors.ts';
import { suggest } from '../system/suggest.ts';

/** What all options have. */
interface Common {
  readonly about: string;
  /** Whether it is a change to the design that one may propose, rather than a size or a circumstance. */
  readonly change?: boolean;
}

/** One of a few named values. */
export interface ChoiceOption<V extends string> extends Common {
  readonly kind: 'choice';
  readonly values: readonly V[];
  readonly default: V;
}

/** On or off. */
export interface FlagOption extends Common {
  readonly kind: 'flag';
  readonly default: boolean;
}

/** A size, `min` to `max`. */
export interface IntegerOption extends Common {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

export type Option = ChoiceOption<string> | FlagOption | IntegerOption;

/** Options by name. */
export type Options = Readonly<Record<string, Option>>;

/** The value an option takes. */
export type ValueOf<O extends Option> =
  O extends ChoiceOption<infer V> ? V : O extends FlagOption ? boolean : number;

/** A value for every option. */
export type Values<Os extends Options> = { readonly [K in keyof Os]: ValueOf<Os[K]> };

export type OptionValue = string | number | boolean;

/** Makes the options of a scenario. */
export const option = {
  choice: <const V extends string>(
    values: readonly V[],
    fallback: NoInfer<V>,
    about: string,
  ): ChoiceOption<V> => ({
    kind: 'choice',
    values,
    default: fallback,
    about,
  }),
  flag: (fallback: boolean, about: string): FlagOption => ({ kind: 'flag', default: fallback, about }),
  integer: (range: { min: number; max: number; default: number }, about: string): IntegerOption => ({
    kind: 'integer',
    ...range,
    about,
  }),
  /** Marks an option as a change that one may propose: `refhold fixes` tries all combinations of those. */
  change: <O extends Option>(one: O): O => ({ ...one, change: true }),
};

/** The values an option can take, for people. */
export function showValues(one: Option): string {
  if (one.kind === 'choice') return one.values.join(' | ');
  return one.kind === 'flag' ? 'true | false' : `${one.min} to ${one.max}`;
}

/** Reads `name=value` for one of the options. Throws RH403. */
export function parseAssignment(options: Options, assignment: string): readonly [string, OptionValue] {
  const at = assignment.indexOf('=');
  const name = (at < 0 ? assignment : assignment.slice(0, at)).trim();
  const found = Object.hasOwn(options, name) ? options[name] : undefined;
  if (found === undefined) {
    throw new RefholdError('RH403', {
      what: `there is no option "${name}".${suggest(name, Object.keys(options))}`,
    });
  }
  if (at < 0) {
    throw new RefholdError('RH403', {
      what: `"${assignment}" has no value; write ${name}=VALUE with ${showValues(found)}`,
    });
  }
  return [name, parseValue(name, found, assignment.slice(at + 1).trim())];
}

function parseValue(name: string, found: Option, text: string): OptionValue {
  const value = found.kind === 'choice' ? text : found.kind === 'flag' ? parseFlag(text) : parseInteger(text);
  checkValue(name, found, value, text);
  return value!;
}

/** Decimal digits only: `Number` would take an empty text for 0. */
function parseInteger(text: string): number {
  return /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
}

function parseFlag(text: string): boolean | undefined {
  if (['true', 'yes', 'on', '1'].includes(text)) return true;
  return ['false', 'no', 'off', '0'].includes(text) ? false : undefined;
}

/** Throws RH403 unless the option can have the value. */
export function checkValue(name: string, one: Option, value: unknown, shown = String(value)): void {
  const fits =
    one.kind === 'choice'
      ? one.values.includes(value as string)
      : one.kind === 'flag'
        ? typeof value === 'boolean'
        : Number.isInteger(value) && (value as number) >= one.min && (value as number) <= one.max;
  if (!fits) {
    throw new RefholdError('RH403', {
      what: `option ${name} is ${showValues(one)}, not "${shown}"`,
      where: [`option ${name}`],
    });
  }
}
