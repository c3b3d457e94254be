import type { Size } from './links.ts';

/**
 * States and transitions of the benchmark system in closed form.
 *
 * The zones depend on each other only through the daemon, so it is enough to count one zone: A configurations while
 * the daemon leaves it alone, B while it is served. All of them are reachable whatever the other zones do, hence
 * A^Z + Z·B·A^(Z−1) states. Transitions are counted in the same way.
 */
export function sizeOf({ zones: Z, links: K, observers: O, stages: D }: Size): {
  readonly states: number;
  readonly transitions: number;
} {
  // An observer is closed, or in one of D stages on one of K links.
  const configurations = (1 + K * D) ** O;
  /** With one given link unused. */
  const unused = (1 + (K - 1) * D) ** O;
  // Per observer: K ways to open; from each of K·D open states one to close, from those before the last stage one on.
  const observerSteps = O * 2 * K * D * (1 + K * D) ** (O - 1);

  // Six statuses in which all links are on one side; two in which each may be on either.
  const A = 6 * configurations;
  const B = 2 * 2 ** K * configurations;
  /** Steps from the A configurations without the daemon, and those in which it begins. */
  const alone = 6 * observerSteps + 4 * configurations;
  const begins = 2 * configurations;
  /** Steps from the B configurations: observers, moves of unused links, ends. */
  const served = 2 * 2 ** K * observerSteps + 2 * K * 2 ** (K - 1) * unused + 2 * configurations;

  const idle = Z * A ** (Z - 1) * (alone + begins);
  const busy = Z * A ** (Z - 1) * served + (Z > 1 ? Z * (Z - 1) * B * A ** (Z - 2) * alone : 0);
  return { states: A ** Z + Z * B * A ** (Z - 1), transitions: idle + busy };
}

/**
 * Steps to the state that is the farthest: from `installed` to `down` a zone takes three steps of its own, and twice the
 * daemon begins, moves each link and ends; after that, each observer opens a stream and goes through all its stages.
 */
export function stepsToFarthest({ zones: Z, links: K, observers: O, stages: D }: Size): number {
  return Z * (3 + 2 * (2 + K) + O * D);
}

/** Local states of every actor. */
export function localStatesOf({ zones, links, observers, stages }: Size): number[] {
  const repeat = (count: number, local: number): number[] => new Array<number>(count).fill(local);
  return [
    ...repeat(zones, 8),
    ...repeat(zones * links, 2 * (observers + 1)),
    ...repeat(zones * observers, 1 + links * stages),
    2,
  ];
}
