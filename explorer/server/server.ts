import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RefholdError, messageOf } from '../../checker/errors.ts';
import type { Asset } from './assets.ts';
import { HEADERS, refuseStrangers } from './guard.ts';
import { answer } from './routes.ts';
import type { Explorer } from './routes.ts';
import { failureOf } from './tasks.ts';

/** A server that listens. */
export interface Listening {
  /** `http://127.0.0.1:8627` */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Nobody else's machine gets to ask. */
const HOST = '127.0.0.1';
/** Longer than any address that the page makes: paths of tens of thousands of steps. */
const MAX_HEADER_BYTES = 256 * 1024;

/** Serves the page and answers it; `port` 0 takes any that is free. Throws RH520. */
export async function listen(
  explorer: Explorer,
  assets: ReadonlyMap<string, Asset>,
  port: number,
): Promise<Listening> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    void handle(request, response, explorer, assets, portOf(server));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port)));
    server.listen(port, HOST, resolve);
  });
  return {
    address: `http://${HOST}:${portOf(server)}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await explorer.pool.stop();
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function cannotListen({ code, message }: NodeJS.ErrnoException, port: number): RefholdError {
  const what = code === 'EADDRINUSE' ? `port ${port} of ${HOST} is taken` : message;
  return new RefholdError('RH520', { what });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  explorer: Explorer,
  assets: ReadonlyMap<string, Asset>,
  port: number,
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  try {
    // Never resolved against anything, so that no dots have a meaning.
    const [path, search = ''] = splitOnce(request.url ?? '/', '?');
    refuseStrangers(request, port, path === '/');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw nothingAt(`${request.method ?? ''} ${path}`);
    const asset = assets.get(path);
    if (asset !== undefined) send(response, asset, request.method);
    else if (!(await answer(path, new URLSearchParams(search), explorer, response))) throw nothingAt(path);
  } catch (thrown) {
    fail(response, thrown);
  }
}

function splitOnce(text: string, by: string): [string, string?] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function send(response: ServerResponse, { type, body, immutable }: Asset, method: string): void {
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': body.length,
    'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(method === 'HEAD' ? undefined : body);
}

function nothingAt(what: string): RefholdError {
  return new RefholdError('RH525', { what });
}

const STATUS: Readonly<Record<string, number>> = { RH524: 403, RH525: 404, RH401: 404, RH409: 404 };

function fail(response: ServerResponse, thrown: unknown): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const failure = failureOf(thrown);
  if (failure.code === 'unexpected' && process.env.REFHOLD_DEBUG === '1') {
    process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? '') : messageOf(thrown)}\n`);
  }
  response.writeHead(STATUS[failure.code] ?? (failure.code === 'unexpected' ? 500 : 400), {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(failure));
}
