import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of what is built. Threads and pages run JavaScript only, so they come from there. */
export function builtFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'dist');
    if (folder === dirname(folder)) return folder;
  }
}
