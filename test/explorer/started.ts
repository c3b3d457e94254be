/** The explorer as it is installed: `npm test` builds it first. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { fixtures } from '../cli/harness.ts';

const bin = join(import.meta.dirname, '../../dist/cli/bin.js');

export interface Running {
  readonly address: string;
  /** The address that it printed. */
  readonly link: string;
  /** Presses Ctrl-C. The exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Starts the command on a free port. */
export async function startExplore(argv: readonly string[] = []): Promise<Running> {
  if (!existsSync(bin)) throw new Error('Build first: npm run build');
  const child = spawn(process.execPath, [bin, 'explore', '--port', '0', ...argv], { cwd: fixtures });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const link = await new Promise<string>((resolve, reject) => {
    let said = '';
    const hear = (data: Buffer): void => {
      said += data.toString();
      const found = /http:\/\/\S+/.exec(said)?.[0];
      if (found !== undefined && said.endsWith('\n')) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    void ended.then(() => reject(new Error(said)));
  });
  return {
    link,
    address: new URL(link).origin,
    stop() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request just as it is given: `fetch` would tidy up the path, and not let anybody choose the Host. */
export function raw(
  { address }: Running,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Response> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** The events of a stream, in order. */
export function eventsOf(body: string): { readonly event: string; readonly data: unknown }[] {
  return body
    .trim()
    .split('\n\n')
    .map((block) => {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block)!;
      return { event: event!, data: JSON.parse(data!) as unknown };
    });
}
