/** Everything of the outside that commands touch, so that tests can stand in for it. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Absolute. Files on the command line are relative to it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls back on every Ctrl-C instead of ending the process, until the returned function is called. */
  readonly onInterrupt: (handler: () => void) => () => void;
}

/** A stream as far as it is needed. */
export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** The process that this is. */
export function processIo(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    env: process.env,
    onInterrupt(handler) {
      process.on('SIGINT', handler);
      return () => process.off('SIGINT', handler);
    },
  };
}
