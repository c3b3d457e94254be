import type { ModuleForm } from '../../checker/report/formats/format.ts';

type Exports = Readonly<Record<string, unknown>>;

/** How a module exports what `scenarioIn` finds in it. */
export function formOf(exports: Exports): ModuleForm {
  const standard = exports.default;
  if (isKind(standard, 'refhold.scenario')) return { kind: 'scenario', name: 'default' };
  const named = Object.keys(exports).find((name) => isKind(exports[name], 'refhold.scenario'));
  if (named !== undefined) return { kind: 'scenario', name: named };
  const beside = exports.properties !== undefined;
  if (isKind(standard, 'refhold.system')) return { kind: 'system', name: 'default', properties: beside };
  const inside = (standard ?? {}) as Exports;
  if (isKind(inside.system, 'refhold.system'))
    return { kind: 'object', properties: inside.properties !== undefined };
  return { kind: 'system', name: 'system', properties: beside };
}

function isKind(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === kind;
}
