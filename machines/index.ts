import type { Scenario } from '../checker/index.ts';

/** Every scenario that comes with refhold, in the order in which they are listed. */
export const scenarios: readonly Scenario[] = [];
