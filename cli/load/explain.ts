import { readFileSync } from 'node:fs';
import { messageOf, RefholdError } from '../../checker/errors.ts';
import type { ErrorCode } from '../../checker/errors.ts';
import * as refhold from '../../checker/index.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { excerpt, positionIn, showPosition } from './position.ts';
import type { Position } from './position.ts';

/** Turns whatever came out of loading a file into an error of the catalogue, with the place where it happened. */
export function explainLoading(thrown: unknown, file: string, cwd: string): RefholdError {
  if (isRefholdError(thrown)) return placed(thrown, file, cwd);
  const { what, at } = syntaxError(thrown) ?? missingModule(thrown) ?? runtimeError(thrown);
  const place = at ?? { file, line: 1 };
  return new RefholdError('RH405', {
    what: what + (at === undefined ? '' : excerpt(at)),
    where: [at === undefined ? showPosition(place, cwd).replace(/:1$/, '') : showPosition(place, cwd)],
    cause: thrown,
  });
}

/** An error of refhold's, of this instance or of another one that the file brought along. */
export function isRefholdError(thrown: unknown): thrown is RefholdError {
  if (thrown instanceof RefholdError) return true;
  const { name, code } = (thrown ?? {}) as { name?: unknown; code?: unknown };
  return (
    thrown instanceof Error && name === 'RefholdError' && Object.hasOwn(refhold.errorCatalogue, String(code))
  );
}

/** The same error, with the place in the user's file first. */
export function placed(error: RefholdError, file: string, cwd: string): RefholdError {
  const at = positionIn(error.cause) ?? positionIn(error);
  const place =
    at === undefined ? showPosition({ file, line: 0 }, cwd).replace(/:0$/, '') : showPosition(at, cwd);
  return new RefholdError(error.code satisfies ErrorCode, {
    what: error.what,
    where: [place, ...error.where],
    fix: error.fix,
    cause: error,
  });
}

interface Explained {
  readonly what: string;
  readonly at: Position | undefined;
}

/** The compiler says `ParseError: Unexpected token  \n /path/file.ts:3:7`, columns from 0. */
function syntaxError(thrown: unknown): Explained | undefined {
  const match = /^ParseError: (.*?)\s*\n\s*(.*):(\d+):(\d+)$/s.exec(messageOf(thrown));
  if (match === null) return undefined;
  const [, what, file, line, column] = match;
  return { what: what!, at: { file: file!, line: Number(line), column: Number(column) + 1 } };
}

function missingModule(thrown: unknown): Explained | undefined {
  const { code, requireStack } = (thrown ?? {}) as { code?: unknown; requireStack?: readonly string[] };
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  const [what] = messageOf(thrown).split('\n') as [string];
  const name = /'(.*?)'/.exec(what)?.[1];
  return { what, at: positionOf(requireStack?.[0], name) };
}

/** Where a file mentions a text first. */
function positionOf(file: string | undefined, text: string | undefined): Position | undefined {
  if (file === undefined || text === undefined) return undefined;
  try {
    const line = readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((one) => one.includes(text));
    return line < 0 ? undefined : { file, line: line + 1 };
  } catch {
    return undefined;
  }
}

/** What the file itself threw. An import that does not exist is `undefined`, and called `(0 , _refhold.alwys)`. */
function runtimeError(thrown: unknown): Explained {
  const message = messageOf(thrown);
  const missing = /\(0 ?, ?_refhold\w*\.(\w+)\) is not a function/.exec(message)?.[1];
  const what =
    missing === undefined
      ? message.replace(/\(0 ?, ?_\w+\.(\w+)\)/g, '$1')
      : `refhold has no "${missing}".${suggest(missing, Object.keys(refhold))}`;
  return { what, at: positionIn(thrown) };
}
