import { join } from 'node:path';
import { main } from '../../cli/main.ts';

/** The folder that command lines of tests are relative to. */
export const fixtures = join(import.meta.dirname, 'fixtures');

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Settings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  /** Both outputs are terminals. */
  readonly terminal?: boolean;
  /** Is given a function that is Ctrl-C; it returns whether anybody listened. */
  readonly interrupt?: (press: () => boolean) => void;
}

/** Runs a command line in this process. */
export async function refhold(argv: readonly string[], settings: Settings = {}): Promise<Outcome> {
  let [out, err] = ['', ''];
  let handler: (() => void) | undefined;
  const stream = { isTTY: settings.terminal ?? false, columns: settings.columns ?? 80, rows: 40 };
  settings.interrupt?.(() => {
    const listening = handler;
    listening?.();
    return listening !== undefined;
  });
  const code = await main(argv, {
    stdout: { ...stream, write: (text: string) => (out += text) },
    stderr: { ...stream, write: (text: string) => (err += text) },
    cwd: settings.cwd ?? fixtures,
    env: settings.env ?? {},
    onInterrupt(given) {
      handler = given;
      return () => (handler = undefined);
    },
  });
  return { code, out, err };
}

/** What differs from run to run, and from engine to engine, made the same. */
export function steady(text: string): string {
  return text
    .replace(/(?<=depth \d+ ·).*?[KMG]B/gs, ' …')
    .replace(/ +\d+(\.\d+)? (ms|s)\b/g, ' TIME')
    .replace(/ +time\b/g, ' time');
}
