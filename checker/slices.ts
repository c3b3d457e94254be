/**
 * Long work in slices: it yields now and then, so that whoever runs it can look at the clock, let signals in, or give
 * up.
 */
export type Slices<T> = Generator<undefined, T>;

/** Runs all slices one after the other. */
export function finish<T>(work: Slices<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
