import type { Verdict } from '../../property/types.ts';
import type { Trace } from '../../trace/types.ts';
import type { CheckReport, PropertyReport } from '../report.ts';

/** What a trace is of. */
export type TraceOrigin = Pick<
  CheckReport,
  'scenario' | 'title' | 'file' | 'variant' | 'options' | 'changed'
>;

/** One trace with everything that one needs to read it, and to execute it again. */
export interface TraceDocument {
  /** Version of refhold that found it. */
  readonly refhold: string;
  readonly origin: TraceOrigin;
  readonly property: Omit<PropertyReport, 'verdict' | 'trace'>;
  readonly verdict: Verdict;
  readonly trace: Trace;
}

/** The module that a system came from, as a document next to it imports it. */
export interface SystemModule {
  /** `../link.ts`, `refhold/machines` */
  readonly specifier: string;
  readonly form: ModuleForm;
}

/** How a module exports what is to be checked. */
export type ModuleForm =
  /** A scenario, under this name. */
  | { readonly kind: 'scenario'; readonly name: string }
  /** A system, and its properties beside it if there are any. */
  | { readonly kind: 'system'; readonly name: string; readonly properties: boolean }
  /** An object with `system` and `properties` as its default. */
  | { readonly kind: 'object'; readonly properties: boolean }
  /** A list of scenarios, in which ours is one by its name. */
  | { readonly kind: 'scenarios' };

/** A way to write one trace down. */
export interface TraceFormat {
  /** As it is called on the command line. */
  readonly name: string;
  /** One line: what it is, and who reads it. */
  readonly about: string;
  /** Ending of its files, with the dot. */
  readonly extension: string;
  /** Whether several of them, one after the other, still are such a document. */
  readonly joins: boolean;
  /** The whole document, its last line ended. */
  readonly write: (document: TraceDocument, module: SystemModule) => string;
}

/** The traces of some checks; `names` are the wanted properties, empty for all. */
export function documentsOf(
  refhold: string,
  checks: readonly CheckReport[],
  names: readonly string[] = [],
): TraceDocument[] {
  return checks.flatMap((check) => {
    const { scenario, title, file, variant, options, changed } = check;
    const origin: TraceOrigin = {
      scenario,
      ...(title === undefined ? {} : { title }),
      ...(file === undefined ? {} : { file }),
      ...(variant === undefined ? {} : { variant }),
      options,
      changed,
    };
    return check.properties.flatMap(({ trace, verdict, ...property }) =>
      trace === undefined || (names.length > 0 && !names.includes(property.name))
        ? []
        : [{ refhold, origin, property, verdict, trace }],
    );
  });
}

/** Scenario and variant: `os-8627 · smartos-2023`. */
export function nameOf({ scenario, variant }: TraceOrigin): string {
  return variant === undefined ? scenario : `${scenario} · ${variant}`;
}

/** `guard=true`: the options that are not at their defaults. */
export function changedOptions({ changed, options }: TraceOrigin): string[] {
  return changed.map((name) => `${name}=${String(options[name])}`);
}

/** What the end of the trace is to its property. */
export function endsWith({ verdict }: Pick<TraceDocument, 'verdict'>): 'violates' | 'reaches' {
  return verdict === 'violated' ? 'violates' : 'reaches';
}
