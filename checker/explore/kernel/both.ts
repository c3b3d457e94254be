import type { Expander } from '../expand.ts';
import type { Kernel } from './kernel.ts';

/**
 * Expands packed states `first` up to `end` by compiled code, and by plain code those that it knows nothing about. `done`: how
 * many; less than all where a new local state needed a new layout. Their successors are in the kernel; `compiled` of them are
 * not among the transitions that the expander counts. `judged` is called whenever the plain code may have found something.
 */
export function expandBoth(
  kernel: Kernel,
  expander: Expander,
  states: Uint32Array,
  first: number,
  end: number,
  judged: () => void,
): { readonly done: number; readonly compiled: number } {
  const before = expander.transitions;
  let done = kernel.expand(0, end - first);
  for (; done < end - first; done = kernel.expand(done + 1, end - first)) {
    const isDone = expander.expand(states, first + done, first + done + 1);
    judged();
    // A new layout: what was found so far is stored in the old one.
    if (!isDone) break;
    kernel.append(expander.successors, expander.found);
    kernel.learn();
  }
  return { done, compiled: kernel.found - (expander.transitions - before) };
}
