/** What TLC says, as text for people (its option -tool is for the Toolbox). */

export interface TlcResult {
  readonly states: number;
  /** States generated, the first one and repeated ones included. */
  readonly generated: number;
  /** States on the queue when it stopped. */
  readonly left: number;
  /** Steps from the first state to the farthest: TLC counts states on the way, which is one more. */
  readonly depth: number | undefined;
  /** The invariant or property that is violated, by name; a temporal one has no name in its output. */
  readonly violated?: { readonly operator?: string };
  readonly trace?: TlcTrace;
  /** It came to its end, and said so. */
  readonly finished: boolean;
  /** The chance that it took two states for one, in its own estimate: TLC keeps 64 bits of a state. */
  readonly collision?: string;
  readonly version?: string;
}

/** Names of actions from the first state on. */
export interface TlcTrace {
  readonly actions: readonly string[];
  /** Position of the state that the run goes back to; the last one if it stays there. */
  readonly loop?: number;
}

/** The first state itself is the counterexample. */
const INITIAL = /is violated by the initial state|While working on the initial state/;

/** Undefined if this is no output of a search. */
export function parseTlc(text: string): TlcResult | undefined {
  const counts = [
    ...text.matchAll(
      /^([\d,]+) states generated(?: \([^)]*\))?, ([\d,]+) distinct states found(?: \([^)]*\))?, ([\d,]+) states left on queue/gm,
    ),
  ].at(-1);
  const invariant = /Invariant (\S+) is violated/.exec(text);
  const temporal = /Temporal propert(?:ies were|y was) violated/.test(text);
  // Of a search that ends in the first state, TLC counts nothing.
  const digits = counts?.slice(1) ?? (invariant !== null && INITIAL.test(text) ? ['1', '1', '1'] : undefined);
  if (digits === undefined) return undefined;
  const [generated, states, left] = digits.map((one) => Number(one.replaceAll(',', '')));
  const depth = /depth of the complete state graph search is (\d+)/.exec(text)?.[1];
  const collision = /calculated \(optimistic\):\s+val = (\S+)/.exec(text)?.[1];
  const version = /^TLC2 (?:TLC Server )?Version (\S+)/m.exec(text)?.[1];
  const trace = parseTrace(text);
  return {
    states: states!,
    generated: generated!,
    left: left!,
    depth: depth === undefined ? undefined : Number(depth) - 1,
    ...(invariant !== null ? { violated: { operator: invariant[1]! } } : temporal ? { violated: {} } : {}),
    ...(trace === undefined ? {} : { trace }),
    finished: text.includes('Model checking completed. No error has been found'),
    ...(collision === undefined ? {} : { collision }),
    ...(version === undefined ? {} : { version }),
  };
}

/** `State 2: <action line 5, …>`, `State 3: Stuttering`, `Back to state 2: <action line 7, …>`. */
function parseTrace(text: string): TlcTrace | undefined {
  const actions: string[] = [];
  let states = 0;
  let loop: number | undefined;
  for (const [, back, number, action] of text.matchAll(
    /^(?:(Back to )[Ss]tate|State) (\d+):? ?(?:<(\w+).*|Stuttering)?$/gm,
  )) {
    if (back !== undefined) loop = Number(number) - 1;
    else if (action === undefined) loop = states - 1;
    else states = Number(number);
    if (action !== undefined && action !== 'Initial') actions.push(action);
  }
  if (states === 0 && !INITIAL.test(text)) return undefined;
  return { actions, ...(loop === undefined ? {} : { loop }) };
}

/** `Progress(6) at 2024-08-08 10:06:34: 10 states generated, 6 distinct states found, 0 states left on queue.` */
export function parseTlcProgress(
  line: string,
): { readonly depth: number; readonly states: number; readonly left: number } | undefined {
  const match =
    /^Progress\((\d+)\).*?([\d,]+) distinct states found(?: \([^)]*\))?, ([\d,]+) states left on queue/.exec(
      line,
    );
  if (match === null) return undefined;
  const [depth, states, left] = match.slice(1).map((digits) => Number(digits.replaceAll(',', '')));
  return { depth: depth! - 1, states: states!, left: left! };
}
