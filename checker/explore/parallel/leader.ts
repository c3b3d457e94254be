import type { Layout } from '../../relation/layout.ts';
import type { Program } from './protocol.ts';

/** The thread that leads: it knows the relation, asks the user's code, and judges. */
export interface Leader {
  /** The layout that its states have now. */
  readonly layout: Layout;
  readonly steps: number;
  /**
   * Expands packed states of a depth; how many of them, less than all where a new local state needed a new layout. Then
   * `successors` are those of the states before, in the old layout.
   */
  expand: (states: Uint32Array, depth: number) => { readonly done: number; readonly successors: Uint32Array };
  /** The code that threads run; undefined if there is none any more. */
  program: () => Program | undefined;
  /** Whether that is not what was asked for last. */
  readonly isNew: boolean;
  /** What has become known for that code since it was asked for last. */
  patch: () => Uint32Array;
  /** Makes the code for a new layout. */
  remake: () => void;
}

/** States that are still to be expanded: those of the depth itself, and those one step further. */
export interface Rest {
  readonly depth: number;
  readonly current: readonly Uint32Array[];
  readonly next: readonly Uint32Array[];
}
