import { spawn } from 'node:child_process';
import { RefholdError } from '../errors.ts';

/** What a program said. */
export interface Said {
  readonly code: number | null;
  /** Both outputs in one, as they came. */
  readonly text: string;
}

export interface RunOptions {
  /** Folder to run in. */
  readonly cwd: string;
  /** Ends the program when aborted. */
  readonly signal?: AbortSignal;
  /** Is told every line as it comes. */
  readonly onLine?: (line: string) => void;
  /** How to install the program, if it is not there. */
  readonly install: string;
}

/** Output is kept up to this length: the end of it is what matters. */
const MOST = 32 * 2 ** 20;

/** Runs a program to its end. Throws RH502 if it is not there; whatever it ends with is no error here. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Said> {
  const { cwd, signal, onLine, install } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...(signal && { signal }) });
    let text = '';
    let rest = '';
    const take = (chunk: string): void => {
      text = (text + chunk).slice(-MOST);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines) onLine?.(line);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', take);
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.name === 'AbortError') return;
      reject(error.code === 'ENOENT' ? missing(command, install) : error);
    });
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** The error that a program is not there. */
export function missing(command: string, install: string): RefholdError {
  return new RefholdError('RH502', { what: `there is no ${command}`, fix: `Install it: \`${install}\`.` });
}

/** The last lines of what a program said, for an error. */
export function lastWords(text: string, lines = 12): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
