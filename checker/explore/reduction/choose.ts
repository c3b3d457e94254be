import { RefholdError } from '../../errors.ts';
import { isLiveness } from '../../property/evaluate.ts';
import type { Monitor } from '../../property/monitor.ts';
import type { Relation } from '../../relation/relation.ts';
import { PartialOrder } from './partialOrder.ts';

/** Which reduction a check is to use. */
export type ReductionChoice = 'none' | 'partial-order';

/** What became of a reduction that was asked for. */
export interface ReductionNote {
  readonly kind: 'partial-order';
  /** Why every step of every state was taken all the same; left out if it was not so. */
  readonly off?: string;
  /** States of which some step was left out, and states of which none was. */
  readonly reduced: number;
  readonly whole: number;
}

/** The reduction of a check, and what can be said of it now. */
export interface Chosen {
  readonly reduction: PartialOrder | undefined;
  readonly note: () => ReductionNote | undefined;
}

/** Makes the reduction that was asked for, where the properties allow it, and there is no other reason `why` not. */
export function chooseReduction(
  choice: ReductionChoice,
  relation: Relation,
  monitor: Monitor,
  why?: string,
): Chosen {
  if (choice === 'none') return { reduction: undefined, note: () => undefined };
  if (why !== undefined) return off(why);
  const forbids = monitor.properties.find(({ kind }) => isLiveness(kind));
  if (forbids !== undefined) {
    const about = forbids.kind === 'recoverable' ? 'about all ways on from a state' : 'about whole runs';
    return off(`“${forbids.name}” is ${about}, and needs every step`);
  }
  try {
    const reduction = new PartialOrder(relation, monitor);
    return {
      reduction,
      note: () => ({ kind: 'partial-order', reduced: reduction.reduced, whole: reduction.whole }),
    };
  } catch (thrown) {
    // What asks so many questions beforehand may ask too many; the search itself will perhaps not.
    if (!(thrown instanceof RefholdError)) throw thrown;
    return off(thrown.what);
  }
}

function off(why: string): Chosen {
  return { reduction: undefined, note: () => ({ kind: 'partial-order', off: why, reduced: 0, whole: 0 }) };
}
