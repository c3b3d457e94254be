/** What SPIN's verifiers say. They end with exit code 0 after a violation and after a bound: only the text counts. */

/** What a run of `pan` came to. Of numbers from {@link ROUNDED} on, it says eight digits only. */
export interface PanResult {
  readonly states: number;
  readonly transitions: number;
  /** Steps from the first state, where it searched breadth first. */
  readonly depth: number;
  /** Bytes. */
  readonly memory: number;
  /** Numbers of assertions `n == 0` that failed, in the order in which they did: trail i + 1 is the way to number i. */
  readonly failed: readonly number[];
  /** The run found a cycle that the claim accepts. */
  readonly acceptance: boolean;
  /** What stopped it; undefined if it came to its end. */
  readonly bound?: 'depth' | 'memory' | 'stopped';
  /** `6.5.2` */
  readonly version?: string;
}

/** What it says on its way, about every million states. */
export interface PanProgress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly memory: number;
}

const MEGABYTE = 2 ** 20;

/** `2.6477773e+08` is how it says 264,777,728. */
export const ROUNDED = 1e8;

/** Undefined if this is no summary of a search. */
export function parsePan(text: string): PanResult | undefined {
  const vector = /State-vector \d+ byte, depth reached (\d+)[^,]*, errors: (\d+)/.exec(text);
  const stored = /^\s*([\d.]+(?:e\+\d+)?) states, stored/m.exec(text);
  const transitions = /^\s*([\d.]+(?:e\+\d+)?) transitions \(=/m.exec(text);
  if (vector === null || stored === null || transitions === null) return undefined;
  const memory = /^\s*([\d.]+)\s+total actual memory usage/m.exec(text);
  const version = /^\(Spin Version (\S+)/m.exec(text)?.[1];
  const failed = [...text.matchAll(/^pan:\d+: assertion violated \((\d+) ?== ?0\)/gm)].map(([, n]) =>
    Number(n),
  );
  const bound = boundOf(text);
  return {
    states: Number(stored[1]),
    transitions: Number(transitions[1]),
    depth: Number(vector[1]),
    memory: memory === null ? 0 : Math.round(Number(memory[1]) * MEGABYTE),
    failed,
    acceptance: /^pan:\d+: acceptance cycle/m.test(text),
    ...(bound === undefined ? {} : { bound }),
    ...(version === undefined ? {} : { version }),
  };
}

function boundOf(text: string): PanResult['bound'] {
  if (/max search depth too small|depth limit reached/.test(text)) return 'depth';
  if (
    /reached -DMEMLIM bound|out of memory|cannot allocate|hash array full|insufficient memory/i.test(text)
  ) {
    return 'memory';
  }
  // A search that ends at the first violation is not complete either; that is wanted where one looks for a cycle.
  if (text.includes('Search not completed') && !/^pan:1: acceptance cycle/m.test(text)) return 'stopped';
  return undefined;
}

/** `Depth=      10 States=       79 Transitions=      199 Memory=     8.195` */
export function parsePanProgress(line: string): PanProgress | undefined {
  const match = /^Depth=\s*(\d+) States=\s*([\d.e+]+) Transitions=\s*([\d.e+]+) Memory=\s*([\d.]+)/.exec(
    line,
  );
  if (match === null) return undefined;
  const [depth, states, transitions, memory] = match.slice(1).map(Number);
  return {
    depth: depth!,
    states: states!,
    transitions: transitions!,
    memory: Math.round(memory! * MEGABYTE),
  };
}

/** From `pan -d`: the line of the model by number of the transition. */
export function parseTransitions(text: string): Map<number, number> {
  const lines = [...text.matchAll(/\[id\s+(\d+) tp\s+\d+\].*=> D_STEP(\d+)/g)];
  return new Map(lines.map(([, id, line]) => [Number(id), Number(line)]));
}

/** A trail: transitions by number, and where the part that repeats begins; without a loop, undefined. */
export interface Trail {
  readonly transitions: readonly number[];
  readonly loop: number | undefined;
}

/** `-4:-4:-4` and the like are notes of SPIN's; `-1:-1:-1` stands where the loop begins. Moves of claims are left out. */
export function parseTrail(text: string, lines: ReadonlyMap<number, number>): Trail {
  const transitions: number[] = [];
  let loop: number | undefined;
  for (const entry of text.split('\n')) {
    const match = /^(-?\d+):(-?\d+):(-?\d+)$/.exec(entry.trim());
    if (match === null) continue;
    const [depth, , transition] = match.slice(1).map(Number) as [number, number, number];
    if (depth === -1) loop = transitions.length;
    else if (depth >= 0 && lines.has(transition)) transitions.push(transition);
  }
  return { transitions, loop };
}
