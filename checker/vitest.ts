/**
 * A matcher for Vitest. Import it once, in a test or in a setup file:
 *
 * @example
 * import 'refhold/vitest';
 *
 * test('nobody is left behind', async () => {
 *   await expect(system).toSatisfy(never('somebody is', (s) => s.web.matches('lost')));
 * });
 */
import { expect } from 'vitest';
import { isProperty, isSystem, satisfies } from './report/satisfy.ts';
import type { Satisfied, SatisfyOptions } from './report/satisfy.ts';
import type { Property } from './property/types.ts';
import type { System } from './system/types.ts';

export type { SatisfyOptions } from './report/satisfy.ts';

/** Vitest's own `toSatisfy`, and of a system, one that checks a property. */
export interface ToSatisfy<T> {
  /**
   * Explores every reachable state of the system. Fails with a shortest trace where the property is violated, with
   * `not` where it holds, and both ways where it is not decided or vacuous.
   */
  (
    property: T extends System<infer A> ? Property<NoInfer<A>> : never,
    options?: SatisfyOptions,
  ): Promise<void>;
  (matcher: (value: T) => boolean, message?: string): void;
}

declare module 'vitest' {
  interface Assertion<T> {
    toSatisfy: ToSatisfy<T>;
  }
}

expect.extend({
  toSatisfy(received: unknown, expected: unknown, more?: unknown): Satisfied | Promise<Satisfied> {
    if (isSystem(received)) {
      if (!isProperty(expected))
        throw new TypeError(`${String(expected)} is no property: use always, never, …`);
      return satisfies(received, expected, more as SatisfyOptions | undefined);
    }
    // What Vitest's own matcher of this name does.
    const pass = (expected as (value: unknown) => boolean)(received);
    return {
      pass,
      message: () =>
        typeof more === 'string'
          ? more
          : `expected ${this.utils.stringify(received)} ${pass ? 'not ' : ''}to satisfy ${String(expected)}`,
    };
  },
});
