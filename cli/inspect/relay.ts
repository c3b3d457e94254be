import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { messageOf, RefholdError } from '../../checker/errors.ts';
import { bridgePage, bridgePolicy } from './page.ts';
import type { WireEvent } from './protocol.ts';

/** Nobody but this machine can connect. */
const ADDRESS = '127.0.0.1';

export interface RelayOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly events: readonly WireEvent[];
  /** The viewer that `/` shows; left out, there is no page. */
  readonly viewer?: string;
}

export interface Relay {
  /** `127.0.0.1:4711` */
  readonly host: string;
  readonly close: () => Promise<void>;
}

/**
 * Gives every client all events of a run, in order, from the first on, and takes nothing from them. Listens on the
 * loopback address only, and refuses what pages of other origins ask for. Throws RH534.
 */
export async function startRelay({ port, events, viewer }: RelayOptions): Promise<Relay> {
  const server = createServer((request, response) => {
    if (isOurs(request)) answer(request, response, viewer);
    else refuse(response, 403, 'This relay answers to its own page only.');
  });
  const sockets = new WebSocketServer({
    server,
    maxPayload: 1024,
    verifyClient: ({ req }: { readonly req: IncomingMessage }) => isOurs(req),
  });
  sockets.on('connection', (socket) => {
    for (const event of events) socket.send(JSON.stringify(event));
    socket.on('error', () => {
      socket.terminate();
    });
  });
  // What the server says, it says itself; `ws` repeats it.
  sockets.on('error', () => undefined);
  await listen(server, port);
  return {
    host: `${ADDRESS}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Browsers send along which page asks, and under which name it found us. A page of somebody else is refused, also one
 * whose name was made to point to this machine. Programs send no origin.
 */
function isOurs({ headers, socket }: IncomingMessage): boolean {
  const port = (socket.address() as AddressInfo).port;
  const hosts = [`${ADDRESS}:${port}`, `localhost:${port}`];
  const { host, origin } = headers;
  return (
    host !== undefined &&
    hosts.includes(host) &&
    (origin === undefined || hosts.some((ours) => origin === `http://${ours}`))
  );
}

function answer(request: IncomingMessage, response: ServerResponse, viewer: string | undefined): void {
  if (viewer === undefined || request.method !== 'GET' || request.url !== '/') {
    refuse(response, 404, 'There is no such page.');
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': bridgePolicy(viewer, nonce, request.headers.host!),
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(bridgePage(viewer, nonce));
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(new RefholdError('RH534', { what: `port ${port}: ${messageOf(error)}`, cause: error }));
    });
    server.listen(port, ADDRESS, () => {
      resolve();
    });
  });
}
