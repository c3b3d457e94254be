/** Writes `network.h`, in C, which is all that `search.c` and SPIN's packed model know of a network: steps, and what is to be found. */
import { FOUND, tablesOf, UNKNOWN } from '../network/tables.ts';
import type { Entry, StateTable, StepTable } from '../network/tables.ts';
import { maskOf } from '../network/packing.ts';
import type { Index, Packing } from '../network/packing.ts';
import type { Network } from '../../checker/export/network.ts';

export function headerFor(network: Network, packing: Packing): string {
  const { steps, states, ends } = tablesOf(network, packing);
  const writer = new Writer(packing);
  return [
    '/* Written by the benchmark. */',
    '#include <stdint.h>',
    `typedef uint${packing.wordBits}_t Packed;`,
    '#ifdef __BMI2__',
    '#include <immintrin.h>',
    `#define GATHER(state, mask, plain) _pext_u${packing.wordBits}(state, mask)`,
    '#else',
    '#define GATHER(state, mask, plain) (plain)',
    '#endif',
    `#define STATE_BITS ${packing.bits}`,
    `#define STEPS ${steps.length}`,
    `#define FOUND ${FOUND}`,
    `#define UNKNOWN ${UNKNOWN}`,
    `#define NO_STEP ((Packed)1 << ${packing.wordBits - 1})`,
    ...steps.map((step, i) => writer.stepTable(step, i)),
    ...states.map((table, i) => writer.stateTable(`states_${i}`, table)),
    writer.stateTable('ends', ends),
    '',
    '/* What is found or not known in a state. */',
    'static inline unsigned judge(Packed s) {',
    `  return ${states.length === 0 ? '0' : states.map(({ index }, i) => `states_${i}[${writer.index(index)}]`).join(' | ')};`,
    '}',
    '',
    '/* The same in a state without steps. */',
    `static inline unsigned judge_end(Packed s) { (void)s; return ends[${writer.index(ends.index)}]; }`,
    '',
    '/* What a step changes, by XOR, or NO_STEP. */',
    ...steps.map(
      ({ index }, i) =>
        `static inline Packed change_${i}(Packed s) { return step_${i}[${writer.index(index)}]; }`,
    ),
    '',
    '/* Writes successors from `out` on, and returns their end. A step that does not exist is written over by the next one. */',
    'static inline Packed *expand(Packed s, Packed *out) {',
    '  Packed change;',
    ...steps.flatMap((_, i) => [
      `  change = change_${i}(s);`,
      '  *out = s ^ change;',
      `  out += 1 - (change >> ${packing.wordBits - 1});`,
    ]),
    '  return out;',
    '}',
    '',
  ].join('\n');
}

class Writer {
  readonly #packing: Packing;

  constructor(packing: Packing) {
    this.#packing = packing;
  }

  stepTable({ name, index, entries }: StepTable, i: number): string {
    const values = entries.map((entry) => this.#entry(entry));
    return `/* ${name.replaceAll('*/', '* /')} */\nstatic const Packed step_${i}[${2 ** index.bits}] = {${wrapped(values)}};`;
  }

  stateTable(name: string, { index, entries }: StateTable): string {
    return `static const uint8_t ${name}[${2 ** index.bits}] = {${wrapped([...entries].map(String))}};`;
  }

  /** The index into a table, from the state `s`. */
  index({ actors }: Index): string {
    const fields = actors.map((actor) => this.#packing.fields[actor]!);
    const runs: { shift: number; bits: number }[] = [];
    for (const { shift, bits } of fields) {
      const last = runs.at(-1);
      if (last !== undefined && last.shift + last.bits === shift) last.bits += bits;
      else runs.push({ shift, bits });
    }
    let target = 0;
    const parts = runs.map(({ shift, bits }) => {
      const part = `(s >> ${shift} & ${2 ** bits - 1}) << ${target}`;
      target += bits;
      return part;
    });
    if (parts.length === 0) return '0';
    if (parts.length === 1) return parts[0]!;
    const mask = fields.reduce((all, field) => all | maskOf(field), 0n);
    return `GATHER(s, 0x${mask.toString(16)}u, ${parts.join(' | ')})`;
  }

  #entry(entry: Entry): string {
    return entry === 'no step' ? 'NO_STEP' : `0x${entry.toString(16)}u`;
  }
}

function wrapped(values: readonly string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += 16) lines.push(values.slice(i, i + 16).join(','));
  return lines.join(',\n');
}
