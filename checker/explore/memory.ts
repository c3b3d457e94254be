import { totalmem } from 'node:os';

/** Three quarters of the memory that this process may use, in bytes. */
export function defaultMemoryLimit(): number {
  const constrained = process.constrainedMemory() as number | undefined;
  const total = totalmem();
  return 0.75 * (constrained !== undefined && constrained > 0 && constrained < total ? constrained : total);
}
