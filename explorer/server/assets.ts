import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RefholdError } from '../../checker/errors.ts';

/** A file of the page, whole, in memory. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  /** Whether its name changes with its contents. */
  readonly immutable: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  md: 'text/markdown; charset=utf-8',
};

/**
 * The files of the built page by their address. They are all read here, once: an address is looked up in this map, and
 * never becomes a path. Throws RH523.
 */
export function readAssets(folder: string): ReadonlyMap<string, Asset> {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) throw new RefholdError('RH523', { what: `there is no ${index}` });
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[name.split('.').at(-1)!];
    if (type === undefined) continue;
    const address = `/${name.split('\\').join('/')}`;
    assets.set(address, {
      type,
      body: readFileSync(join(folder, name)),
      immutable: name.startsWith('assets'),
    });
  }
  assets.set('/', assets.get('/index.html')!);
  return assets;
}
