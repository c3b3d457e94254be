import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { messageOf, RefholdError } from '../../errors.ts';
import type { Numbers } from './image.ts';
import { bytesOf, CHECKSUM_BYTES, CHUNK, END, HEAD_BYTES, MAGIC, NAME_BYTES } from './write.ts';

/** Plain data in one section at most: what is larger is damaged. */
const MAX_DATA = 1 << 30;

/** Reads the sections of a checkpoint, in the order in which they were written. */
export class CheckpointReader {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #whole = createHash('sha256');
  #at = 0;

  private constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  /** Throws RH404 if it cannot be read, RH310 if it is something else. */
  static async open(file: string): Promise<CheckpointReader> {
    let handle: FileHandle;
    try {
      handle = await open(file, 'r');
    } catch (thrown) {
      const missing = (thrown as { code?: unknown }).code === 'ENOENT';
      throw new RefholdError('RH404', {
        what: missing ? `there is no ${file}` : messageOf(thrown),
        cause: thrown,
      });
    }
    const reader = new CheckpointReader(file, handle);
    try {
      const magic = Buffer.alloc(MAGIC.length);
      const { bytesRead } = await handle.read(magic, 0, magic.length, 0);
      if (bytesRead < magic.length || !magic.equals(MAGIC)) throw new RefholdError('RH310', { what: file });
    } catch (thrown) {
      await handle.close();
      if (thrown instanceof RefholdError) throw thrown;
      throw new RefholdError('RH404', { what: messageOf(thrown), cause: thrown });
    }
    reader.#at = MAGIC.length;
    return reader;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** A section that is plain data. Throws RH311. */
  async data(name: string): Promise<Buffer> {
    const bytes = await this.#length(name);
    if (bytes > MAX_DATA) throw this.#damaged(`section ${name} has ${bytes} bytes`);
    const data = Buffer.alloc(bytes);
    await this.#section(name, [data]);
    return data;
  }

  /** A section of plain data as JSON. Throws RH311. */
  async json<T>(name: string): Promise<T> {
    return JSON.parse((await this.data(name)).toString('utf8')) as T;
  }

  /** Whole numbers of 32 bits. Throws RH311. */
  async words(name: string): Promise<Int32Array> {
    const bytes = await this.#length(name);
    let words: Int32Array;
    try {
      words = new Int32Array(bytes / 4);
    } catch (thrown) {
      throw this.#damaged(messageOf(thrown));
    }
    await this.#section(name, [words]);
    return words;
  }

  /** Fills these arrays, one after the other, with a section. Throws RH311. */
  async into(name: string, arrays: readonly Numbers[]): Promise<void> {
    await this.#section(name, arrays);
  }

  /** Reads the last section: nothing is missing, and nothing comes after it. Throws RH311. */
  async end(): Promise<void> {
    const wanted = this.#whole.copy().digest();
    const whole = await this.data(END);
    if (!whole.equals(wanted)) throw this.#damaged('its sections do not belong together');
    const { size } = await this.#handle.stat();
    if (size !== this.#at) throw this.#damaged('something comes after its end');
  }

  /** The length of the section that comes next, which must be this one. */
  async #length(name: string): Promise<number> {
    const head = Buffer.alloc(HEAD_BYTES);
    await this.#read(head, this.#at);
    const found = head.subarray(0, NAME_BYTES).toString('utf8').replace(/\0+$/, '');
    if (found !== name) throw this.#damaged(`section ${name} is not where it should be`);
    const bytes = Number(head.readBigUInt64LE(NAME_BYTES));
    const { size } = await this.#handle.stat();
    if (this.#at + HEAD_BYTES + bytes + CHECKSUM_BYTES > size) throw this.#damaged('its end is missing');
    return bytes;
  }

  async #section(name: string, arrays: readonly (Numbers | Buffer)[]): Promise<void> {
    const bytes = await this.#length(name);
    const room = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (bytes !== room) throw this.#damaged(`section ${name} has ${bytes} bytes, not ${room}`);
    const sum = createHash('sha256');
    const head = Buffer.alloc(HEAD_BYTES);
    await this.#read(head, this.#at);
    sum.update(head);
    this.#at += HEAD_BYTES;
    for (const array of arrays) {
      const all = bytesOf(array);
      for (let at = 0; at < all.length; at += CHUNK) {
        const chunk = all.subarray(at, at + CHUNK);
        await this.#read(chunk, this.#at);
        this.#at += chunk.length;
        sum.update(chunk);
      }
    }
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    await this.#read(checksum, this.#at);
    this.#at += CHECKSUM_BYTES;
    if (!sum.digest().equals(checksum)) throw this.#damaged(`the checksum of section ${name} is wrong`);
    if (name !== END) this.#whole.update(checksum);
  }

  /** Fills an array with the bytes from a position on. */
  async #read(into: Uint8Array, from: number): Promise<void> {
    for (let done = 0; done < into.length;) {
      const { bytesRead } = await this.#handle
        .read(into, done, into.length - done, from + done)
        .catch((thrown: unknown) => {
          throw this.#damaged(messageOf(thrown));
        });
      if (bytesRead === 0) throw this.#damaged('its end is missing');
      done += bytesRead;
    }
  }

  #damaged(what: string): RefholdError {
    return new RefholdError('RH311', { what, where: [this.#file] });
  }
}
