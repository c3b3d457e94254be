import type { IncomingMessage } from 'node:http';
import { RefholdError } from '../../checker/errors.ts';

/** On every answer: the page loads from here only, and nobody may frame it or read along. */
export const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Names under which this machine may ask. A name that somebody made point here (DNS rebinding) is none of them. */
const NAMES = new Set(['127.0.0.1', 'localhost']);

/**
 * Refuses what does not come from a browser of this machine that looks at this page (RH524): other host names always,
 * other sites for everything but the page itself, which a link in a ticket may open.
 */
export function refuseStrangers({ headers }: IncomingMessage, port: number, isPage: boolean): void {
  const { host, origin } = headers;
  if (!isOurs(host, port)) throw stranger(`its Host is "${host ?? ''}"`);
  if (origin !== undefined && !isOurs(/^http:\/\/(.*)$/.exec(origin)?.[1], port)) {
    throw stranger(`its Origin is "${origin}"`);
  }
  const site = headers['sec-fetch-site'];
  if (!isPage && site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw stranger(`another site asked (Sec-Fetch-Site: ${site})`);
  }
}

function isOurs(host: string | undefined, port: number): boolean {
  const [name, given = '80', ...more] = host?.split(':') ?? [];
  return name !== undefined && NAMES.has(name) && Number(given) === port && more.length === 0;
}

function stranger(what: string): RefholdError {
  return new RefholdError('RH524', { what });
}
