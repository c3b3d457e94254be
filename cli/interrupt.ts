import type { Io } from './io.ts';

export interface Interruptible {
  /** Aborted by the first Ctrl-C; the second one ends the process. */
  readonly signal: AbortSignal;
  /** Once the work is over: Ctrl-C ends the process again. */
  readonly release: () => void;
}

/** Lets Ctrl-C stop work that goes on to say what it has come to. */
export function interruptible(io: Io): Interruptible {
  const stop = new AbortController();
  const release = io.onInterrupt(() => {
    stop.abort();
    release();
  });
  return { signal: stop.signal, release };
}

/** Until Ctrl-C. */
export function interruption(io: Io): Promise<void> {
  return new Promise((resolve) => {
    const release = io.onInterrupt(() => {
      release();
      resolve();
    });
  });
}
