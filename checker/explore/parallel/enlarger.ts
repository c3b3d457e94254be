import { isSplit } from '../kernel/split.ts';
import { nextShape } from '../shape.ts';
import type { Table } from '../table.ts';
import type { Control } from './control.ts';
import type { Move, Status, TableNow } from './protocol.ts';
import { isLargest } from './shards.ts';
import type { Shards } from './shards.ts';
import type { Threads } from './threads.ts';

/** What came of it: there is room; threads are at it; there is room in more tables only; there is none. */
export type Enlarged = 'done' | 'begun' | 'more-tables' | 'no-memory';

/** Makes room in the tables for what waits. Only while all threads stand still. */
export class Enlarger {
  readonly #shards: Shards;
  readonly #control: Control;
  readonly #threads: Threads;
  /** Per table, how many states it may have. */
  readonly #limits: number[];
  /** The table whose lines are being moved. */
  #moving: Move | undefined;

  constructor(shards: Shards, control: Control, threads: Threads) {
    this.#shards = shards;
    this.#control = control;
    this.#threads = threads;
    this.#limits = shards.tables.map(({ fullAt }) => fullAt);
  }

  get tables(): TableNow[] {
    return this.#shards.tables.map(({ image }, part) => ({ image, limit: this.#limits[part]! }));
  }

  /** Goes on with what was begun, once threads are done with that. False if there is nothing to go on with. */
  goOn(): boolean {
    if (this.#moving === undefined) return false;
    // The keys that have waited for all lines to be moved.
    this.#threads.postAll({ settle: this.#moving });
    this.#moving = undefined;
    return true;
  }

  /** After 'begun', it is to be called again when threads are done. */
  enlarge(statuses: readonly Status[]): Enlarged {
    const { tables } = this.#shards;
    for (const [part, table] of tables.entries()) {
      const waiting = statuses.reduce((sum, status) => sum + status.waiting[part]!, 0);
      let isStuck = statuses.some(({ stuck }) => stuck.includes(part));
      while (waiting > 0 && (isStuck || table.count + waiting > this.#limits[part]!)) {
        if (this.#grow(table, part)) isStuck = false;
        else if (isLargest(table) && this.#shards.fits(this.#shards.bytes)) return 'more-tables';
        else if (isStuck) return 'no-memory';
        // It may still take some.
        else this.#limits[part] = Infinity;
        if (this.#moving !== undefined) return 'begun';
      }
    }
    return 'done';
  }

  /** Has a table grow, or has all threads move its keys. False if there is no memory. */
  #grow(table: Table, part: number): boolean {
    if (isLargest(table)) return false;
    if (isSplit(table.shape, nextShape(table.shape))) {
      const begun = table.beginGrowth((words) => new Int32Array(new SharedArrayBuffer(4 * words)));
      if (begun === undefined) return false;
      this.#moving = { part, ...begun };
      this.#control.beginGrowth();
      this.#threads.postAll({ move: this.#moving });
    } else if (!table.grow()) return false;
    this.#limits[part] = table.fullAt;
    return true;
  }
}
