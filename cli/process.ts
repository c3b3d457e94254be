/** `refhold list | head` closes the pipe early; that is no error of anyone's. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
}

/** Ends the process once everything is written, also if a user's file left a timer running. */
export function leave(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/** What is thrown outside of every command: by a timer in a user's file, say. */
export function catchStrays(complain: (thrown: unknown) => number): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (thrown: unknown) => leave(complain(thrown)));
  }
}
