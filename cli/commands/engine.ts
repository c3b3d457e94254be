import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import { engines } from '../../checker/engines/check.ts';
import type { EngineOptions } from '../../checker/engines/check.ts';
import { findJar } from '../../checker/engines/tlc.ts';
import { suggest } from '../../checker/system/suggest.ts';
import type { Context } from '../context.ts';
import { collectList } from '../context.ts';
import { print } from '../paper.ts';

export interface EngineFlags {
  readonly engine?: string;
  readonly tlcJar?: string;
  readonly workers?: readonly string[];
  readonly host?: string;
}

export function addEngine(command: Command, about: string): Command {
  return command
    .option('--engine <name>', about)
    .option('--tlc-jar <file>', 'tla2tools.jar, for TLC (default: TLA2TOOLS_JAR of the environment)');
}

export function addWorkers(command: Command): Command {
  return command
    .option(
      '--workers <n|hosts>',
      'threads that search once a search is large (default: one per processor); for TLC, names of the machines that ' +
        'are to run workers, separated by commas',
      collectList,
    )
    .option('--host <name>', 'the name under which the workers reach this machine');
}

/** The engine that was asked for; undefined for refhold itself. Throws RH408, RH503. */
export function engineOf(flags: EngineFlags, { io, paper }: Context): EngineOptions | undefined {
  const { engine, tlcJar, workers, host } = flags;
  if (engine === undefined || engine === 'refhold') {
    refuseOthers({ '--tlc-jar': tlcJar, '--host': host }, 'tlc');
    return undefined;
  }
  if (engine === 'spin') {
    refuseOthers({ '--tlc-jar': tlcJar, '--workers': workers, '--host': host }, 'tlc');
    return { engine: 'spin' };
  }
  if (engine !== 'tlc') {
    throw new RefholdError('RH408', {
      what: `--engine is refhold, ${engines.join(' or ')}, not "${engine}".${suggest(engine, ['refhold', ...engines])}`,
    });
  }
  if (host !== undefined && workers === undefined) {
    throw new RefholdError('RH408', {
      what: '--host without --workers',
      fix: 'Name the machines: --workers HOST1,HOST2.',
    });
  }
  return {
    engine: 'tlc',
    jar: findJar(tlcJar, io.env, io.cwd),
    ...(workers === undefined ? {} : { workers }),
    ...(host === undefined ? {} : { host }),
    onWorkers: (commands) => {
      const { paint } = paper(io.stderr);
      print(io.stderr, [
        "TLC's server runs here and waits for workers. On this machine or any other, with the same tla2tools.jar:",
        ...commands.map((command) => `  ${paint.bold(command)}`),
      ]);
    },
  };
}

/** Threads that refhold searches with; undefined for as many as there are processors. Throws RH408. */
export function threadsOf({ engine, workers }: EngineFlags): number | undefined {
  if (workers === undefined || (engine !== undefined && engine !== 'refhold')) return undefined;
  const count = Number(workers.join());
  if (Number.isInteger(count) && count >= 1 && count <= MOST_THREADS) return count;
  throw new RefholdError('RH408', {
    what: `--workers ${workers.join()}`,
    fix: `Give a number of threads from 1 to ${MOST_THREADS}. Names of machines go with --engine tlc.`,
  });
}

/** Far more than any machine has processors; each takes a thread and at least 64 MiB of addresses. */
const MOST_THREADS = 256;

function refuseOthers(flags: Readonly<Record<string, unknown>>, engine: string): void {
  const [given] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (given === undefined) return;
  throw new RefholdError('RH408', {
    what: `${given} without --engine ${engine}`,
    fix: `Add --engine ${engine}, or leave it out.`,
  });
}
