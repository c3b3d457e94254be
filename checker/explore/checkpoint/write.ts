/**
 * Checkpoints as files: a line that says what it is, then sections, each with its name, its length and a checksum, and a
 * last one that vouches for all of them. Numbers stand in the order of bytes of the machine that wrote them.
 */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, RefholdError } from '../../errors.ts';
import type { Numbers } from './image.ts';

/** Changes with all that a checkpoint depends on: the sections, the table of states, packing, mixing. */
export const FORMAT = 1;
export const MAGIC = Buffer.from('refhold checkpoint\n');
/** The last section. */
export const END = 'end';
/** Bytes of the head of a section: its name, filled up with zeros, and its length. */
export const NAME_BYTES = 24;
export const HEAD_BYTES = NAME_BYTES + 8;
export const CHECKSUM_BYTES = 32;
/** Bytes written, or read, in one go: between two, the process answers to others. */
export const CHUNK = 4 << 20;

export interface Section {
  readonly name: string;
  readonly pieces: readonly (Numbers | Buffer)[];
}

/** Where a file is written until it is whole. */
export function partOf(file: string): string {
  return `${file}.part`;
}

/**
 * Writes a file in place of the one that was there: whoever reads it finds the old one or the new one, whole, also after a
 * crash. Returns its size in bytes. Throws RH314, and the old one stays.
 */
export async function writeCheckpoint(file: string, sections: Iterable<Section>): Promise<number> {
  const part = partOf(file);
  try {
    const handle = await open(part, 'w');
    let size: number;
    try {
      size = await writeSections(handle, sections);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
    await syncFolder(dirname(file));
    return size;
  } catch (thrown) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new RefholdError('RH314', { what: messageOf(thrown), where: [file], cause: thrown });
  }
}

async function writeSections(handle: FileHandle, sections: Iterable<Section>): Promise<number> {
  const whole = createHash('sha256');
  let size = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
    size += bytes.length;
  };
  await write(MAGIC);
  const one = async ({ name, pieces }: Section): Promise<void> => {
    const sum = createHash('sha256');
    const head = headOf(name, pieces);
    sum.update(head);
    await write(head);
    for (const piece of pieces) await inChunks(bytesOf(piece), sum, write);
    const checksum = sum.digest();
    whole.update(checksum);
    await write(checksum);
  };
  for (const section of sections) await one(section);
  await one({ name: END, pieces: [whole.copy().digest()] });
  return size;
}

function headOf(name: string, pieces: Section['pieces']): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(name);
  head.writeBigUInt64LE(BigInt(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)), NAME_BYTES);
  return head;
}

async function inChunks(
  bytes: Uint8Array,
  sum: Hash,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    sum.update(chunk);
    await write(chunk);
  }
}

/** The bytes behind numbers, not copied. */
export function bytesOf({ buffer, byteOffset, byteLength }: Numbers | Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Makes the new name last. Not every system can do that. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Then the name is as safe as that system makes it.
  }
}
