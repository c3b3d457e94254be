import { describe, expect, test } from 'vitest';
import { parseTlc, parseTlcProgress } from '../../checker/engines/tlcOutput.ts';

/** As TLC 2.19 (release v1.7.4) says it. */
const head = 'TLC2 Version 2.19 of 08 August 2024\nStarting... (2026-11-21 11:41:18)\n';

const violated = `${head}Error: Invariant Inv is violated.
Error: The behavior up to this point is:
State 1: <Initial predicate>
/\\ x = "a"
/\\ y = 0

State 2: <step_1 line 6, col 11 to line 6, col 39 of module T>
/\\ x = "b"
/\\ y = 0

State 3: <step_2 line 7, col 11 to line 7, col 49 of module T>
/\\ x = "a"
/\\ y = 1

7 states generated, 5 distinct states found, 1 states left on queue.
The depth of the complete state graph search is 5.
`;

const good = `${head}Model checking completed. No error has been found.
  Estimates of the probability that TLC did not check all reachable states
  because two distinct states had the same fingerprint:
  calculated (optimistic):  val = 1.3E-18
1,010 states generated, 1,006 distinct states found, 0 states left on queue.
The depth of the complete state graph search is 6.
`;

const temporal = (end: string): string => `${head}Error: Temporal properties were violated.

Error: The following behavior constitutes a counter-example:

State 1: <Initial predicate>
x = "a"

State 2: <a1 line 5, col 7 to line 5, col 25 of module L>
x = "b"

${end}
Finished checking temporal properties in 00s at 2026-11-21 12:09:09
5 states generated, 4 distinct states found, 0 states left on queue.
`;

describe('what TLC came to', () => {
  test('nothing is violated: counts, depth in steps, and the chance of a collision', () => {
    expect(parseTlc(good)).toEqual({
      states: 1006,
      generated: 1010,
      left: 0,
      depth: 5,
      finished: true,
      collision: '1.3E-18',
      version: '2.19',
    });
  });

  test('an invariant is violated: its name, and the actions on the way', () => {
    expect(parseTlc(violated)).toMatchObject({
      violated: { operator: 'Inv' },
      trace: { actions: ['step_1', 'step_2'] },
      finished: false,
      left: 1,
    });
  });

  test('an invariant is violated by the first state, of which TLC counts nothing', () => {
    const result = parseTlc(
      `${head}Error: Invariant Inv is violated by the initial state:\nx = "a"\n\nFinished in 03s\n`,
    );
    expect(result).toMatchObject({ states: 1, violated: { operator: 'Inv' }, trace: { actions: [] } });
  });

  test('a property of runs is violated: the run goes back, or stays', () => {
    const back = parseTlc(temporal('Back to state 1: <a2 line 7, col 7 to line 7, col 25 of module L>\n'));
    expect(back).toMatchObject({ violated: {}, trace: { actions: ['a1', 'a2'], loop: 0 } });
    const stays = parseTlc(temporal('State 3: Stuttering\n'));
    expect(stays).toMatchObject({ trace: { actions: ['a1'], loop: 1 } });
  });

  test('no search at all', () => {
    expect(parseTlc('Error: Could not find or load main class tlc2.TLC\n')).toBeUndefined();
  });
});

test('progress', () => {
  const line =
    'Progress(6) at 2026-11-21 11:41:20: 1,010 states generated (12 s/min), 1,006 distinct states found (3 ds/min), 7 states left on queue.';
  expect(parseTlcProgress(line)).toEqual({ depth: 5, states: 1006, left: 7 });
  expect(parseTlcProgress('Starting... (2026-11-21)')).toBeUndefined();
});
