import { to } from '../../checker/index.ts';
import type { Deliveries, Fairness, Machines, NamedStep, StepMaker, View } from '../../checker/index.ts';
import type { thread } from './thread.ts';

/** Actors of a system that are threads. */
export type ThreadIn<A extends Machines> = {
  [K in keyof A]: A[K] extends typeof thread ? K & string : never;
}[keyof A];

/** One atomic action of a thread. */
export interface Line<A extends Machines> {
  /** What it does, in the words of the source. With the name of the thread before it, the name of the step. */
  readonly does: string;
  /** `file: function` */
  readonly at: string;
  readonly about?: string;
  /** The place, or places, where the thread may do it. Default: where the line before it leads. */
  readonly from?: string | readonly string[];
  /** The place where it is then; `end` if the thread ends. Default: `does`. */
  readonly to?: string;
  /** Events for others; null while it cannot do this. Left out: nobody else takes part. */
  readonly with?: (state: View<A>) => Deliveries<A> | null;
  /** Default `weak`: a thread that can go on does. */
  readonly fairness?: Fairness;
}

/**
 * The steps of a thread that begins at the place `start`. Two lines from one place are a choice, or the branches of a
 * test. `runs`: whether anything can happen at all.
 */
export function program<A extends Machines>(
  step: StepMaker<A>,
  name: ThreadIn<A>,
  lines: readonly Line<A>[],
  runs: (state: View<A>) => boolean = () => true,
): NamedStep<A>[] {
  let place = 'start';
  return lines.map((line) => {
    const from = [line.from ?? place].flat();
    const next = line.to ?? line.does;
    place = next;
    const move = to(name, next === 'end' ? { type: 'end' } : { type: 'go', to: next });
    return step(`${name}: ${line.does}`, detailsOf(name, line), (s) => {
      // The compiler cannot look a type up by a name that it does not know yet; ThreadIn has seen to it.
      const { at } = (s[name] as { context: { at: string } }).context;
      if (!from.includes(at) || !runs(s)) return null;
      const others = line.with === undefined ? {} : line.with(s);
      return others && ({ ...others, ...move } as Deliveries<A>);
    });
  });
}

function detailsOf<A extends Machines>(name: string, { at, about, fairness = 'weak' }: Line<A>) {
  return { by: name, at, fairness, ...(about === undefined ? {} : { about }) };
}
