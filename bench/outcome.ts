/** What an engine found, and how long it took. */
export interface Run {
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  /** Seconds of processor time, all threads and processes; undefined where nobody can tell. */
  readonly processor?: number;
  /** Only so many digits of the counts are known; all if left out. */
  readonly digits?: number;
  /** Of states, tables and queues; undefined where nobody can tell. */
  readonly bytes?: number;
}

/** Why there is no run: `time`, `memory`, or what the engine said. */
export interface NoRun {
  readonly stopped: string;
}

export type Outcome = Run | NoRun;

export function isRun(outcome: Outcome): outcome is Run {
  return !('stopped' in outcome);
}

/** What an engine may use, each time. */
export interface Limits {
  readonly seconds: number;
  readonly bytes: number;
}

/** What an error, however it came, says in a table. */
export function stoppedBy(thrown: unknown): NoRun {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return { stopped: text.split('\n')[0]! };
}
