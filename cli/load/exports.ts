import { basename } from 'node:path';
import { RefholdError } from '../../checker/errors.ts';
import type { Property, Scenario, System } from '../../checker/index.ts';
import type { Machines } from '../../checker/system/types.ts';

type Exports = Readonly<Record<string, unknown>>;

/**
 * What a file wants to have checked: a scenario, or a system with its properties, exported as default or by these
 * names. `file` is its name, for errors. Throws RH406.
 */
export function scenarioIn(exports: Exports, file: string): Scenario {
  const standard = exports.default ?? exports;
  if (isKind(standard, 'refhold.scenario')) return standard as unknown as Scenario;
  const candidates = Object.entries(exports).filter(([, value]) => isKind(value, 'refhold.scenario'));
  if (candidates.length === 1) return candidates[0]![1] as Scenario;
  if (candidates.length > 1) {
    const names = candidates.map(([name]) => name).join(', ');
    throw nothing(file, `it exports several scenarios (${names}), and none of them as default`);
  }
  return bare(exports, standard as Exports, file);
}

/** A system without options and variants, dressed as a scenario. */
function bare(exports: Exports, standard: Exports, file: string): Scenario {
  const system: unknown = isKind(standard, 'refhold.system') ? standard : (standard.system ?? exports.system);
  if (!isKind(system, 'refhold.system')) throw nothing(file, describe(exports, system));
  const properties = standard.properties ?? exports.properties ?? [];
  refuseStrange(properties, file);
  return {
    kind: 'refhold.scenario',
    name: basename(file),
    title: '',
    about: '',
    sources: [],
    options: {},
    variants: {},
    build: () => ({
      system: system as System,
      properties: properties as readonly Property<Machines>[],
    }),
  };
}

function describe(exports: Exports, system: unknown): string {
  if (system !== undefined) return '`system` is not what defineSystem returns';
  const names = Object.keys(exports);
  if (names.length === 0) return 'it has no exports';
  const misnamed = names.find((name) => isKind(exports[name], 'refhold.system'));
  if (misnamed !== undefined) return `its system is exported as \`${misnamed}\`, not as \`system\``;
  return `it exports ${names.map((name) => `\`${name}\``).join(', ')}, but no scenario and no system`;
}

function refuseStrange(properties: unknown, file: string): void {
  if (!Array.isArray(properties)) throw nothing(file, '`properties` is not an array');
  properties.forEach((property: unknown, i) => {
    const { kind, name } = (property ?? {}) as { kind?: unknown; name?: unknown };
    if (typeof kind === 'string' && typeof name === 'string') return;
    throw nothing(file, `\`properties[${i}]\` is not a property: use always, never, onStep or reachable`);
  });
}

function isKind(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === kind;
}

function nothing(file: string, what: string): RefholdError {
  return new RefholdError('RH406', { what, where: [file] });
}
