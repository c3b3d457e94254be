import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import * as v from 'valibot';
import { RefholdError } from '../../checker/errors.ts';
import type { CheckOptions } from '../../checker/index.ts';
import { readHeader } from '../../checker/explore/checkpoint/checkpoint.ts';
import { errorReport } from '../../checker/report/build.ts';
import { bytes } from '../../checker/report/text/numbers.ts';
import { errorLines } from '../../checker/report/text/error.ts';
import type { Context } from '../context.ts';
import { readText, refuseUnwritable } from '../files.ts';
import { findTarget } from '../load/target.ts';
import type { Target } from '../load/target.ts';
import { print } from '../paper.ts';
import { version } from '../version.ts';
import type { CheckRequest } from './checks.ts';

/** Where a check keeps its checkpoints. */
export interface CheckpointRequest {
  /** As it was given. */
  readonly file: string;
  /** Milliseconds from one to the next. */
  readonly every: number | undefined;
  /** Whether the check goes on from what is there. */
  readonly isResumed: boolean;
}

const count = v.exactOptional(v.pipe(v.number(), v.minValue(0)));
/** What a checkpoint keeps of a command line. */
const jobSchema = v.object({
  refhold: v.string(),
  /** A scenario, or an absolute path. */
  target: v.string(),
  /** Checksum of the file. */
  content: v.exactOptional(v.string()),
  variant: v.exactOptional(v.string()),
  set: v.array(v.string()),
  properties: v.array(v.string()),
  limits: v.object({
    maxStates: count,
    maxDepth: count,
    maxMemory: count,
    timeout: count,
    maxLocalStates: count,
  }),
  recorded: v.boolean(),
  audit: v.number(),
  storage: v.object({
    storage: v.exactOptional(v.picklist(['exact', 'hash'])),
    hashBits: count,
    hashSeed: v.exactOptional(v.string()),
  }),
  every: count,
});

export type SavedJob = v.InferOutput<typeof jobSchema>;

/** What a checkpoint says of the check that wrote it, and what that was about. Throws RH310 to RH313, RH401 to RH406. */
export async function readJob(file: string, cwd: string): Promise<{ target: Target; job: SavedJob }> {
  const { about } = await readHeader(resolve(cwd, file));
  const parsed = v.safeParse(jobSchema, about);
  if (!parsed.success) {
    throw new RefholdError('RH310', {
      what: `${file} was not written by the command \`refhold check\``,
      fix: 'Resume it with the program that wrote it: `check(system, properties, { resume: FILE })`.',
    });
  }
  const job = parsed.output;
  if (job.refhold !== version()) {
    throw new RefholdError('RH313', {
      what: `it was written by refhold ${job.refhold}, and this is ${version()}`,
      where: [file],
    });
  }
  if (job.content === undefined) return { target: await findTarget(job.target, cwd), job };
  const near = relative(cwd, job.target);
  const given = near.startsWith('..') ? job.target : near;
  if (contentOf(given, cwd) !== job.content) {
    throw new RefholdError('RH312', { what: `${given} has changed`, where: [file] });
  }
  // A name without a folder still has its ending, so it is taken for a file.
  return { target: await findTarget(given, cwd), job };
}

function contentOf(file: string, cwd: string): string {
  return createHash('sha256').update(readText(file, cwd)).digest('hex');
}

/** What a check of this request says of itself in a checkpoint. */
export function savedJob(request: CheckRequest, cwd: string): SavedJob {
  const { targets, selection, properties, recorded, audit, storage, checkpoint } = request;
  const [{ file, scenario }] = targets as [Target];
  const [variant] = selection.variants;
  return {
    refhold: version(),
    target: file === undefined ? scenario.name : resolve(cwd, file),
    ...(file === undefined ? {} : { content: contentOf(file, cwd) }),
    ...(variant === undefined ? {} : { variant }),
    set: [...selection.set],
    properties: [...properties],
    limits: selection.limits,
    recorded,
    audit,
    storage,
    ...(checkpoint?.every === undefined ? {} : { every: checkpoint.every }),
  };
}

/** Says what makes no sense before hours are spent on it. Throws RH314, RH316, RH535. */
export function refuseCheckpoint(request: CheckRequest, jobs: number, cwd: string): void {
  const { checkpoint, engine } = request;
  if (checkpoint === undefined) return;
  if (jobs > 1 || engine !== undefined) {
    const what = engine === undefined ? `${jobs} checks` : `--engine ${engine.engine}`;
    throw new RefholdError('RH535', {
      what: `--checkpoint with ${what}`,
      fix: 'A checkpoint is of one check by refhold: one scenario, one variant.',
    });
  }
  refuseUnwritable('--checkpoint', checkpoint.file, cwd);
  if (!checkpoint.isResumed && existsSync(resolve(cwd, checkpoint.file)))
    throw new RefholdError('RH316', { what: checkpoint.file });
}

/** The options of a check that keeps checkpoints; says of those that cannot be written. */
export function checkpointOptions(
  request: CheckRequest,
  { io, paper }: Context,
): Pick<CheckOptions, 'checkpoint' | 'resume'> {
  const { checkpoint } = request;
  if (checkpoint === undefined) return {};
  const file = resolve(io.cwd, checkpoint.file);
  return {
    ...(checkpoint.isResumed ? { resume: file } : {}),
    checkpoint: {
      file,
      about: savedJob(request, io.cwd),
      ...(checkpoint.every === undefined ? {} : { every: checkpoint.every }),
      onWritten: ({ error }) => {
        if (error !== undefined) print(io.stderr, errorLines(paper(io.stderr), errorReport(error)));
      },
    },
  };
}

/** How to go on, where there is a checkpoint to go on from. */
export function writeHowToResume({ checkpoint }: CheckRequest, { io, paper }: Context): void {
  if (checkpoint === undefined) return;
  const file = resolve(io.cwd, checkpoint.file);
  if (!existsSync(file)) return;
  const { paint } = paper(io.stderr);
  const held = ` (${bytes(statSync(file).size)})`;
  print(io.stderr, [
    paint.dim(
      `checkpoint in ${checkpoint.file}${held}; \`refhold resume ${checkpoint.file}\` goes on from it`,
    ),
  ]);
}
