import { rm } from 'node:fs/promises';
import type { RefholdError } from '../../errors.ts';
import { partOf, writeCheckpoint } from './write.ts';
import type { Section } from './write.ts';

export interface CheckpointOptions {
  readonly file: string;
  /**
   * Milliseconds from one checkpoint to the next. Default: a minute, or as much more as it takes to spend no more than a
   * tenth of the time on writing.
   */
  readonly every?: number;
  /** Anything that is plain data: kept in the checkpoint for whoever resumes it. */
  readonly about?: unknown;
  /** Called after every attempt. One that failed leaves the checkpoint before it, and the search goes on. */
  readonly onWritten?: (written: Written) => void;
}

export interface Written {
  /** Bytes of the file; undefined if it could not be written. */
  readonly bytes?: number;
  readonly error?: RefholdError;
}

const EVERY = 60_000;
/** Time from one checkpoint to the next, in times that writing takes. */
const SHARE = 10;

/** Writes checkpoints when it is time to. */
export class Keeper {
  readonly #options: CheckpointOptions;
  readonly #make: () => Section[] | undefined;
  #next: number;
  /** Whether there is something that the last checkpoint does not have. */
  #isBehind = true;

  /** `make`: what is to be written now; undefined where nothing can be. */
  constructor(options: CheckpointOptions, make: () => Section[] | undefined) {
    this.#options = options;
    this.#make = make;
    this.#next = performance.now() + (options.every ?? EVERY);
  }

  /** After every slice of the search: writes if it is time to. */
  async tick(): Promise<void> {
    this.#isBehind = true;
    if (performance.now() >= this.#next) await this.write();
  }

  /** Writes unless nothing has happened since the last time. */
  async write(): Promise<void> {
    if (!this.#isBehind) return;
    const sections = this.#make();
    if (sections === undefined) return;
    const { file, every, onWritten } = this.#options;
    const started = performance.now();
    try {
      const bytes = await writeCheckpoint(file, sections);
      this.#isBehind = false;
      onWritten?.({ bytes });
    } catch (thrown) {
      onWritten?.({ error: thrown as RefholdError });
    }
    const now = performance.now();
    this.#next = now + (every ?? Math.max(EVERY, SHARE * (now - started)));
  }

  /** After everything is decided: nobody needs the file any more. */
  async remove(): Promise<void> {
    const { file } = this.#options;
    for (const one of [file, partOf(file)]) await rm(one, { force: true });
  }
}
