/** How far the memory will reach. */
import { MEMORY_FROM, MEMORY_WORDS, MAX_WORDS } from './room.ts';
import { nextShape, slotsOf, wordsOf } from './shape.ts';
import type { Shape } from './shape.ts';
import { MAX_LOAD } from './table.ts';

export interface Forecast {
  /** Bytes that may be held. */
  readonly limit: number;
  /** Bytes held now. */
  readonly held: number;
  /** Bytes that the table of states takes more when it grows next; 0 if it never will. */
  readonly growth: number;
  /** At how many states that will be. */
  readonly growsAt: number;
  /** States for which there is room, if a state takes as much besides the table as it has so far. */
  readonly room: number;
}

/** Keys, per key in a table that grows, that wait, by words of a slot; and the bytes of one. Lines of fewer slots fill more often. */
const WAITING = { 1: 0.05, 2: 0.1 };
const WAITING_BYTES = 12;

/** `beside`: bytes held besides the table of this shape, which holds `count` states. */
export function forecast(shape: Shape, count: number, beside: number, limit: number): Forecast {
  const perState = beside / Math.max(1, count);
  const first = growthOf(shape);
  let at = shape;
  for (;;) {
    const growth = growthOf(at);
    if (growth === undefined) break;
    if (tableBytes(at) + growth.bytes + perState * growth.at > limit) break;
    at = growth.next;
  }
  return {
    limit,
    held: tableBytes(shape) + beside,
    growth: first?.bytes ?? 0,
    growsAt: Math.floor(first?.at ?? capacityOf(shape)),
    room: Math.max(count, Math.floor(Math.min(capacityOf(at), (limit - tableBytes(at)) / perState))),
  };
}

function tableBytes(shape: Shape): number {
  return 4 * wordsOf(shape);
}

/** States that fit; with a line for each key, all that there can be. */
function capacityOf(shape: Shape): number {
  return shape.lineBits === shape.bits ? 2 ** shape.bits : MAX_LOAD * slotsOf(shape);
}

/** The next growth of a table: at how many states, what it takes for a moment at least, and what comes of it. */
function growthOf(shape: Shape): { at: number; bytes: number; next: Shape } | undefined {
  const next = nextShape(shape);
  const words = wordsOf(next);
  if (next.lineBits > Math.min(32, next.bits) || words > MAX_WORDS) return undefined;
  const before = wordsOf(shape);
  const inPlace = before >= MEMORY_FROM && words <= MEMORY_WORDS;
  const more = words === before ? 0 : inPlace ? words - before : words;
  const at = capacityOf(shape);
  return { at, bytes: Math.round(4 * more + WAITING[shape.width] * WAITING_BYTES * at), next };
}
