/** Who sent what to whom: a column per actor or agent, a row per step. */
import type { Model, RunStep } from '../../shared/api.ts';

/** One step: from the column of whoever acts to those of the receivers. */
export interface Row {
  /** Undefined where the model does not say who acts. */
  readonly from: number | undefined;
  readonly to: readonly { readonly lane: number; readonly event: string }[];
}

export interface Sequence {
  /** Names of the columns: actors in the order of the model, then agents that are no actors. */
  readonly lanes: readonly string[];
  readonly rows: readonly Row[];
}

/** Only those who take part have a column. */
export function sequenceOf({ actors, agents, steps }: Model, taken: readonly RunStep[]): Sequence {
  const parts = new Set<string>();
  for (const { number, deliveries } of taken) {
    const by = steps[number]?.by;
    if (by !== undefined) parts.add(by);
    for (const { actor } of deliveries) parts.add(actor);
  }
  const lanes = [...actors.map(({ name }) => name), ...agents].filter((name) => parts.has(name));
  const rows = taken.map(({ number, deliveries }) => {
    const by = steps[number]?.by;
    return {
      from: by === undefined ? undefined : lanes.indexOf(by),
      to: deliveries.map(({ actor, event }) => ({ lane: lanes.indexOf(actor), event: event.type })),
    };
  });
  return { lanes, rows };
}
