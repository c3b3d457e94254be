/**
 * Paths as the address of the page has them: numbers of steps, in the order of the definition, as base-36 digits with
 * dots between. `0.1.c` is short enough for a ticket; the key of the model tells whether the numbers still mean the same.
 */

/** `[0, 1, 12]` as `0.1.c`. */
export function writePath(steps: readonly number[]): string {
  return steps.map((step) => step.toString(36)).join('.');
}

/** The numbers of a path; undefined for a text that is none. */
export function readPath(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split('.');
  return parts.every((part) => /^[0-9a-z]{1,6}$/.test(part))
    ? parts.map((part) => parseInt(part, 36))
    : undefined;
}
