import type { Trace, TraceStep } from '../../trace/types.ts';
import { showChange } from '../text/change.ts';
import { makePaper } from '../text/paper.ts';
import { beginsWith } from '../text/trace.ts';

const colourless = makePaper({ color: false, width: 100 });

/** `visible → freed`, `ddRef 4 → 1`: what a step changed inside an actor, one text each. */
export function changesOf({ changes }: TraceStep, actor: string): string[] {
  return changes.filter((one) => one.actor === actor).map((one) => showChange(colourless, one));
}

/** A step's name; with who takes it in front, unless it says that itself. */
export function titleOf({ step, by }: TraceStep): string {
  return by === undefined || beginsWith(step, by) ? step : `${by}: ${step}`;
}

/** The actors that take a step or an event in a trace, in the order of the definition. */
export function busyActors({ initial, steps }: Trace): string[] {
  const busy = new Set(
    steps.flatMap(({ by, deliveries }) => [
      ...(by === undefined ? [] : [by]),
      ...deliveries.map(({ actor }) => actor),
    ]),
  );
  return Object.keys(initial).filter((actor) => busy.has(actor));
}
