import { check } from '../check.ts';
import type { CheckOptions, CheckResult, PropertyResult } from '../check.ts';
import type { Property } from '../property/types.ts';
import type { Machines, System } from '../system/types.ts';
import { explain } from './text/incomplete.ts';
import { counted } from './text/numbers.ts';
import { makePaper } from './text/paper.ts';
import { traceSections } from './text/sections.ts';
import { length } from './text/verdict.ts';

export interface SatisfyOptions extends CheckOptions {
  /** Let a property pass of which nothing ever happens that it is about. Default: it fails, whatever was expected. */
  readonly allowVacuous?: boolean;
}

/** What an assertion has to say. */
export interface Satisfied {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Whether a system satisfies a property, for assertions. What is not decided is neither satisfied nor violated: throws
 * an error that says so, also where a violation is expected.
 */
export async function satisfies(
  system: System,
  property: Property<Machines>,
  { allowVacuous = false, ...options }: SatisfyOptions = {},
): Promise<Satisfied> {
  const result = await check(system, [property], options);
  const found = result.properties.find(({ name }) => name === property.name)!;
  switch (found.verdict) {
    case 'incomplete':
      throw new Error(incompleteText(found, result, options));
    case 'vacuous':
      if (!allowVacuous) throw new Error(vacuousText(found, result));
      return { pass: true, message: () => holdsText(found, result) };
    case 'holds':
      return { pass: true, message: () => holdsText(found, result) };
    case 'violated':
      return { pass: false, message: () => violatedText(found) };
  }
}

/** `system` and `property` as somebody wrote them who may not use TypeScript. */
export function isSystem(value: unknown): value is System {
  return isKind(value, 'refhold.system');
}

export function isProperty(value: unknown): value is Property<Machines> {
  const { kind, name } = (value ?? {}) as { kind?: unknown; name?: unknown };
  return typeof value === 'object' && typeof kind === 'string' && typeof name === 'string';
}

function isKind(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === kind;
}

function violatedText(found: PropertyResult): string {
  const { name, trace } = found;
  const how = trace === undefined ? 'no reachable state satisfies it' : `violated after ${length(trace)}`;
  const lines = traceSections(makePaper({ color: false, width: 100 }), [found]);
  return [`The system does not satisfy “${name}”: ${how}.`, ...lines]
    .map((line) => line.trimEnd())
    .join('\n');
}

function holdsText({ name, verdict, kind, trace }: PropertyResult, { exploration }: CheckResult): string {
  const states = counted(exploration.states, 'state');
  const how =
    kind === 'reachable' && trace !== undefined
      ? `it is reached after ${length(trace)}`
      : verdict === 'vacuous'
        ? `what it is about never happens in any of ${states}`
        : `it holds in all of ${states}`;
  return `The system satisfies “${name}”: ${how}.`;
}

function vacuousText({ name }: PropertyResult, { exploration }: CheckResult): string {
  return (
    `“${name}” is vacuous: what it is about never happens in any of ${counted(exploration.states, 'state')}. ` +
    'So it holds, and says nothing. Mend the system or the property; or expect it, with `{ allowVacuous: true }`.'
  );
}

function incompleteText(
  { name }: PropertyResult,
  { exploration }: CheckResult,
  limits: CheckOptions,
): string {
  const bound = exploration.bound ?? exploration.livenessBound ?? 'interrupted';
  const [stopped, remedy] = explain(bound, limits, exploration.bytes);
  // There, bounds are flags of the command; here they are options.
  const text = `stopped ${stopped}, after ${counted(exploration.states, 'state')}. ${remedy}`.replace(
    /--(\w+)-?(\w*)/g,
    (_all, first: string, second: string) =>
      `\`${first}${second.replace(/^./, (letter) => letter.toUpperCase())}\``,
  );
  return `“${name}” is not decided: the search ${text} Incomplete is no verdict, neither for it nor against it.`;
}
