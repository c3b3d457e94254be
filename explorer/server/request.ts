import { RefholdError } from '../../checker/errors.ts';
import { readPath } from '../shared/path.ts';

/** The query of a request, read strictly. All throw RH526. */
export class Query {
  readonly params: URLSearchParams;

  constructor(params: URLSearchParams) {
    this.params = params;
  }

  text(name: string): string {
    const value = this.params.get(name);
    if (value === null) throw wrong(`"${name}" is missing`);
    return value;
  }

  /** Numbers of steps; none where the query has no `path`. */
  path(): number[] {
    const text = this.params.get('path') ?? '';
    const path = readPath(text);
    if (path === undefined) throw wrong(`"${text}" is no path`);
    return path;
  }

  count(name: string): number {
    const text = this.text(name);
    if (!/^\d{1,10}$/.test(text)) throw wrong(`"${text}" is no number for "${name}"`);
    return Number(text);
  }
}

export function wrong(what: string): RefholdError {
  return new RefholdError('RH526', { what });
}
