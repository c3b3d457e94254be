const drain = new Int32Array(1);

/** Uses a value, so that the loads behind it are not optimised away. */
export function sink(value: number): void {
  drain[0]! ^= value;
}
