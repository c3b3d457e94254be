import { describe, expect, test } from 'vitest';
import {
  parsePan,
  parsePanProgress,
  parseTrail,
  parseTransitions,
} from '../../checker/engines/spinOutput.ts';

/** As SPIN 6.5.2 says it. */
const breadthFirst = `pan:1: assertion violated (5==0) (at depth 5)
pan: wrote model.pml1.trail
pan:2: assertion violated (10==0) (at depth 7)
pan: wrote model.pml2.trail
Depth=      10 States=       79 Transitions=      199 Memory=     8.195	t=     0.03 R=   6e+03

(Spin Version 6.5.2 -- 6 December 2019)
	+ Breadth-First Search

Full statespace search for:
	never claim         	- (none specified)
	assertion violations	+
	cycle checks       	- (disabled by -DSAFETY)
	invalid end states	- (disabled by -E flag)

State-vector 28 byte, depth reached 26, errors: 2
      251 states, stored
	     251 nominal states (stored-atomic)
      296 states, matched
      547 transitions (= stored+matched)
        0 atomic steps
hash conflicts:         0 (resolved)

Stats on memory usage (in Megabytes):
    0.011	equivalent memory usage for states (stored*(State-vector + overhead))
    0.268	actual memory usage for states
    8.000	memory used for hash table (-w20)
    8.195	total actual memory usage
`;

const cycle = `pan:1: acceptance cycle (at depth 124)
pan: wrote model.pml.trail

(Spin Version 6.5.2 -- 6 December 2019)
Warning: Search not completed

State-vector 36 byte, depth reached 171, errors: 1
       86 states, stored (88 visited)
       38 states, matched
      126 transitions (= visited+matched)
   13.536	total actual memory usage
`;

const summary = `
(Spin Version 6.5.2 -- 6 December 2019)
	+ Breadth-First Search

State-vector 20 byte, depth reached 10000, errors: 0
    10001 states, stored
        1 states, matched
    10002 transitions (= stored+matched)
`;

describe('the summary of a search', () => {
  test('breadth first, past findings', () => {
    expect(parsePan(breadthFirst)).toEqual({
      states: 251,
      transitions: 547,
      depth: 26,
      memory: Math.round(8.195 * 2 ** 20),
      failed: [5, 10],
      acceptance: false,
      version: '6.5.2',
    });
  });

  test('of which large numbers are rounded', () => {
    const large = breadthFirst
      .replace('547 transitions', '2.6477773e+08 transitions')
      .replace('251 states', '22020096 states');
    expect(parsePan(large)).toMatchObject({ states: 22_020_096, transitions: 264_777_730 });
  });

  test('that ended at a cycle: no bound, since one cycle is enough', () => {
    const result = parsePan(cycle)!;
    expect(result).toMatchObject({ acceptance: true, failed: [] });
    expect(result.bound).toBeUndefined();
  });

  test('that ended at the depth bound says so in one line and ends with exit code 0', () => {
    expect(parsePan(summary)!.bound).toBeUndefined();
    expect(parsePan(`error: max search depth too small\n${summary}`)!.bound).toBe('depth');
  });

  test('that ran out of memory, or was stopped', () => {
    expect(parsePan(`pan: reached -DMEMLIM bound\n${summary}`)!.bound).toBe('memory');
    expect(parsePan(`${summary}Warning: Search not completed\n`)!.bound).toBe('stopped');
  });

  test('that never was', () => {
    expect(parsePan('pan: unknown option -q\n')).toBeUndefined();
  });
});

test('progress', () => {
  const line =
    'Depth=      20 States=      1e+06 Transitions=      436 Memory=     8.195	t=     0.03 R=   6e+03';
  expect(parsePanProgress(line)).toEqual({
    depth: 20,
    states: 1e6,
    transitions: 436,
    memory: Math.round(8.195 * 2 ** 20),
  });
  expect(parsePanProgress('State-vector 28 byte')).toBeUndefined();
});

test('trails: transitions of the system by the lines of the model, and where the loop begins', () => {
  const lines = parseTransitions(`proctype system
	state 853 -(tr  55)-> state 853  [id   4 tp   2] [D---G] model.pml:1124 => D_STEP1124
	state 853 -(tr  56)-> state 853  [id  11 tp   2] [D---G] model.pml:1124 => D_STEP1126
claim claim_9
	state   1 -(tr  57)-> state   9  [id 856 tp   2] [----G] model.pml:1400 => (!(atom))
`);
  expect([...lines]).toEqual([
    [4, 1124],
    [11, 1126],
  ]);
  const safety = parseTrail('-4:-4:-4\n1:0:4\n2:0:11\n', lines);
  expect(safety).toEqual({ transitions: [4, 11], loop: undefined });
  const claim = '-2:1:-2\n-4:-4:-4\n1:0:856\n2:1:4\n3:0:862\n-1:-1:-1\n4:1:11\n5:0:856\n';
  expect(parseTrail(claim, lines)).toEqual({ transitions: [4, 11], loop: 1 });
});
