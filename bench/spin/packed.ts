/**
 * Promela as somebody would write it who knows SPIN well and wants it fast: the state is one number, in C, and a step is one
 * look into a table. What is found or not known is an assertion; a deadlock is an invalid end state.
 */
import type { Network } from '../../checker/export/network.ts';

/** Needs `network.h` beside it (c/header.ts). */
export function packedPromela({ steps }: Network): string {
  return [
    'c_decl {',
    '\\#include "network.h"',
    'static Packed change_of_step;',
    'static int is_step(Packed change) { change_of_step = change; return change != NO_STEP; }',
    '};',
    'c_state "Packed packed" "Global" "0"',
    'active proctype system() {',
    '  do',
    // SPIN takes a call for a side effect unless it is compared. It executes a step directly after its condition.
    ...steps.map(
      (_, i) =>
        `  :: d_step { c_expr { (is_step(change_${i}(now.packed)) == 1) } -> c_code { now.packed ^= change_of_step; } }`,
    ),
    '  :: d_step { c_expr { (judge(now.packed) != 0) } -> assert(false) }',
    '  od',
    '}',
    '',
  ].join('\n');
}
