/** Random reads a second that the memory of this machine gives to one thread: how close can a search come? */
import { join } from 'node:path';
import { inFolder } from '../checker/engines/folder.ts';
import { lastWords, run } from '../checker/engines/process.ts';
import {
  add,
  and,
  branchIf,
  get,
  instantiate,
  less,
  load,
  loop,
  mul,
  num,
  set,
  shl,
  shr,
} from '../checker/explore/kernel/assemble.ts';
import type { Code } from '../checker/explore/kernel/assemble.ts';
import { wasm } from '../checker/explore/webassembly.ts';
import { GCC_INSTALL, sourceOf } from './c/run.ts';

/** Bytes of the table that is read: far more than a cache has. */
export const PROBED = 2 ** 28;

export interface Probe {
  readonly code: 'C' | 'WebAssembly';
  readonly pages: '4 KiB' | '2 MiB';
  /** Reads that are under way at a time. */
  readonly flight: number;
  readonly perSecond: number;
}

/** Throws RH502 where there is no gcc. */
export async function probeInC(): Promise<Probe[]> {
  return inFolder('refhold-bench-', async (folder) => {
    const options = { cwd: folder, install: GCC_INSTALL };
    const made = await run('gcc', ['-O3', '-w', '-o', 'probe', sourceOf('c/probe.c')], options);
    if (made.code !== 0) throw new Error(`gcc: ${lastWords(made.text)}`);
    const { text } = await run(join(folder, 'probe'), [String(PROBED)], options);
    return [...text.matchAll(/^(4K|2M) (\d+) (\d+)$/gm)].map(([, pages, flight, perSecond]) => ({
      code: 'C',
      pages: pages === '4K' ? '4 KiB' : '2 MiB',
      flight: Number(flight),
      perSecond: Number(perSecond),
    }));
  });
}

const READS = 2 ** 22;
const WASM_PAGE = 65_536;

/** The same in WebAssembly, whose memory has pages of 4 KiB. */
export function probeInWebAssembly(flights: readonly number[]): Probe[] {
  const pages = PROBED / WASM_PAGE;
  const memory = new wasm.Memory({ initial: pages, maximum: pages });
  new Int32Array(memory.buffer).fill(1);
  return flights.map((flight) => {
    const { probe } = instantiate(memory, [
      { name: 'probe', parameters: 1, locals: flight, body: chains(flight) },
    ]);
    probe!(1000);
    const rounds = Math.floor(READS / flight);
    const started = performance.now();
    probe!(rounds);
    const seconds = (performance.now() - started) / 1000;
    return { code: 'WebAssembly', pages: '4 KiB', flight, perSecond: (rounds * flight) / seconds };
  });
}

/** So many chains, each in a variable: what is read says where to read next. */
function chains(flight: number): Code[] {
  const locals = Array.from({ length: flight }, (_, i) => i + 1);
  const mask = PROBED / 4 - 1;
  const next = (at: number): Code => {
    const address = shl(and(shr(get(at), num(4)), num(mask)), num(2));
    return set(at, add(add(mul(get(at), num(0x19660d)), num(0x3c6ef35f)), load(address)));
  };
  return [
    ...locals.map((at) => set(at, num(Math.imul(at, 0x9e3779b9)))),
    loop(...locals.map(next), set(0, add(get(0), num(-1))), branchIf(0, less(num(0), get(0)))),
    // Something has to come out, or nothing need be read.
    locals.map((at) => get(at)).reduce((a, b) => add(a, b)),
  ];
}
