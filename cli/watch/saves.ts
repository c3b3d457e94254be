import { statSync } from 'node:fs';
import { watch } from 'chokidar';

/** Milliseconds in which saved files belong together. */
const TOGETHER = 60;

/** Tells which files are saved. */
export interface Saves {
  /** Watches these files too; done when a save of them cannot be missed any more. */
  readonly add: (files: readonly string[]) => Promise<void>;
  /** The files that were saved since the last time; waits for one. Empty after `wake`. */
  readonly next: () => Promise<readonly string[]>;
  /** Aborted by the next save. */
  readonly signal: () => AbortSignal;
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

export function watchFiles(): Saves {
  const known = new Set<string>();
  /** Files that are not watched yet, with what is to be done then, and when they had last been saved. */
  const pending = new Map<string, { readonly time: number; readonly ready: () => void }>();
  const saved = new Set<string>();
  let current = new AbortController();
  let wake: () => void = () => undefined;
  const watcher = watch([]);
  watcher.on('all', (_, file) => {
    const first = pending.get(file);
    pending.delete(file);
    first?.ready();
    // A file that was saved before it was watched is saved all the same.
    if (first !== undefined && timeOf(file) === first.time) return;
    saved.add(file);
    current.abort();
    wake();
  });
  return {
    async add(files) {
      const added = files.filter((file) => !known.has(file));
      const all = added.map(
        (file) =>
          new Promise<void>((resolve) => {
            known.add(file);
            const time = timeOf(file);
            if (time === undefined) resolve();
            else pending.set(file, { time, ready: resolve });
          }),
      );
      watcher.add(added);
      await Promise.all(all);
    },
    async next() {
      if (saved.size === 0) await new Promise<void>((resolve) => (wake = resolve));
      await new Promise((resolve) => setTimeout(resolve, TOGETHER));
      const files = [...saved];
      saved.clear();
      return files;
    },
    signal() {
      current = new AbortController();
      if (saved.size > 0) current.abort();
      return current.signal;
    },
    wake: () => {
      wake();
    },
    close: () => watcher.close(),
  };
}

function timeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
