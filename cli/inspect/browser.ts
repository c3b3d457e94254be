import { spawn } from 'node:child_process';

const commands: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  // `start` takes a first quoted word for the title of a window.
  win32: ['cmd', '/c', 'start', '""'],
};

/** Opens a page in the reader's browser, where there is one; nothing happens where there is none. */
export function openInBrowser(url: string): void {
  const [command, ...before] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...before, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
