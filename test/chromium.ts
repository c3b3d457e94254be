/** The browser of this machine. Where everything has to pass, as in CI, a missing one is a failure; elsewhere tests are skipped. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

export const isSkipped = executablePath === undefined && process.env.CI === undefined;
/** For the name of what is skipped. */
export const skipped = isSkipped ? ' (skipped: there is no chromium here)' : '';

/** Containers have no user namespaces. */
const SANDBOX = ['--no-sandbox'];
/** Nor a graphics card: for pages that draw with WebGL. */
export const WEBGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** Throws where there is none. */
export async function launch(args: readonly string[] = []): Promise<Browser> {
  if (executablePath === undefined) throw new Error('chromium is needed: apt-get install chromium');
  return chromium.launch({ executablePath, args: [...SANDBOX, ...args] });
}
