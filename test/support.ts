import { RefholdError } from '../checker/index.ts';
import type { ErrorCode } from '../checker/index.ts';

/** The coded error that a function throws; anything else is a failure of the test. */
export function refusal(run: () => unknown): RefholdError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof RefholdError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

/** The coded error that a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<RefholdError> {
  const error: unknown = await promise.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof RefholdError) return error;
  throw error as Error;
}

/** What a test says of an error: its code, and pieces of where it happened and of what. */
export interface Expected {
  readonly code: ErrorCode;
  readonly what?: unknown;
  readonly where?: unknown;
}
