/** Per state, the atoms of a property that are true in it, as a bit mask. */
export type Truths = Uint8Array | Uint16Array | Uint32Array;

/** As narrow as the number of atoms allows. */
export function makeTruths(states: number, atoms: number): Truths {
  if (atoms <= 8) return new Uint8Array(states);
  return atoms <= 16 ? new Uint16Array(states) : new Uint32Array(states);
}
