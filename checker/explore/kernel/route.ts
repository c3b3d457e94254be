/** Sorts successors by the part of the table that their keys belong in. */
import type { Layout } from '../../relation/layout.ts';
import type { MixShape } from '../mix.ts';
import {
  add,
  block,
  branch,
  branchIf,
  get,
  isZero,
  less,
  load,
  loop,
  mul,
  num,
  set,
  shl,
  shr,
  store,
  tee,
} from './assemble.ts';
import type { Code, Routine } from './assemble.ts';
import { isRecent, mixedKey, noteRecent } from './key.ts';

/** Bits of a mixed key that say which part it belongs in. */
const PART_BITS = 16;

/** Which of so many parts a mixed key belongs in: its highest bits tell, its lowest ones are the line in there. */
export function partOf(mixed: number, { mask }: MixShape, parts: number): number {
  const { shift, bits } = highest(mask);
  return Math.imul(mixed >>> shift, parts) >>> bits;
}

function highest(mask: number): { readonly shift: number; readonly bits: number } {
  const bits = 32 - Math.clz32(mask);
  return { shift: Math.max(0, bits - PART_BITS), bits: Math.min(bits, PART_BITS) };
}

const [STATE, END] = [0, 1];
const [LOW, HIGH, ENTRY, BOX, AT] = [2, 3, 4, 5, 6];

/**
 * `route(state, end)`: puts each state into the box of its part, unless its key came up lately. At `boxesAt` is a word per
 * part: the address of the end of its box. A box may begin where the states do: nothing is written over before it is read.
 */
export function routeRoutine(layout: Layout, mix: MixShape, parts: number, boxesAt: number): Routine {
  const { shift, bits } = highest(mix.mask);
  const key = { low: LOW, high: HIGH, entry: ENTRY };
  const part = shr(mul(shr(get(LOW), num(shift)), num(parts)), num(bits));
  const moved = Array.from({ length: layout.words }, (_, word): Code =>
    store(get(AT), load(get(STATE), 4 * word), 4 * word),
  );
  const kept = mul(isZero(isRecent(layout, key)), num(4 * layout.words));
  return {
    name: 'route',
    parameters: 2,
    locals: 5,
    body: [
      block(
        loop(
          branchIf(1, isZero(less(get(STATE), get(END)))),
          mixedKey(layout, mix, { state: STATE, low: LOW, high: HIGH }),
          set(AT, load(tee(BOX, shl(part, num(2))), boxesAt)),
          ...moved,
          store(get(BOX), add(get(AT), kept), boxesAt),
          noteRecent(layout, key),
          set(STATE, add(get(STATE), num(4 * layout.words))),
          branch(0),
        ),
      ),
      get(END),
    ],
  };
}
