/** Words on cache lines of their own. */
const LINE = 16;
const TAKEN = 0;
const PARKED = LINE;
/** Lines of a table that is growing that were taken, words of its keys that wait, and those of them that were taken. */
const MOVED = 2 * LINE;
const LATE = 3 * LINE;
const SETTLED = 4 * LINE;
const COUNTS = 5 * LINE;

/** What all threads of a search see and change at once. */
export class Control {
  readonly words: Int32Array;

  constructor(words: Int32Array) {
    this.words = words;
  }

  /** For tables with so many states. */
  static of(counts: readonly number[]): Control {
    const bytes = 4 * (COUNTS + LINE * counts.length);
    const control = new Control(new Int32Array(new SharedArrayBuffer(bytes)));
    counts.forEach((count, part) => Atomics.store(control.words, COUNTS + LINE * part, count));
    return control;
  }

  /** The number of a piece of the level that nobody else gets. */
  take(): number {
    return Atomics.add(this.words, TAKEN, 1);
  }

  /** Pieces that were taken; more, perhaps, than there are. */
  get taken(): number {
    return Atomics.load(this.words, TAKEN);
  }

  /** Before the pieces of the next level are taken. */
  rewind(): void {
    Atomics.store(this.words, TAKEN, 0);
  }

  /** Whether everybody is to stand still, as soon as the states in hand are expanded. */
  get isParked(): boolean {
    return Atomics.load(this.words, PARKED) !== 0;
  }

  set isParked(isParked: boolean) {
    Atomics.store(this.words, PARKED, isParked ? 1 : 0);
  }

  /** Room for so many states more in a table that may have `limit` of them. False if there is not. */
  reserve(part: number, count: number, limit: number): boolean {
    if (Atomics.add(this.words, COUNTS + LINE * part, count) + count <= limit) return true;
    this.release(part, count);
    return false;
  }

  /** Before a table grows. */
  beginGrowth(): void {
    for (const at of [MOVED, LATE, SETTLED]) Atomics.store(this.words, at, 0);
  }

  /** The first of so many lines that nobody else moves. */
  takeLines(count: number): number {
    return Atomics.add(this.words, MOVED, count);
  }

  /** Room for so many words of keys that wait: where it begins. */
  takeLate(words: number): number {
    return Atomics.add(this.words, LATE, words);
  }

  /** Words of keys that wait. */
  get late(): number {
    return Atomics.load(this.words, LATE);
  }

  /** The first of so many words of keys that have waited which nobody else puts in. */
  takeSettled(words: number): number {
    return Atomics.add(this.words, SETTLED, words);
  }

  /** States in a table, those counted that are on their way. */
  count(part: number): number {
    return Atomics.load(this.words, COUNTS + LINE * part);
  }

  /** Gives back room for so many that turned out to be known. */
  release(part: number, count: number): void {
    Atomics.sub(this.words, COUNTS + LINE * part, count);
  }
}
