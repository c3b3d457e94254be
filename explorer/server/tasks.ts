/** What runs in a thread of its own: checks, and everything that needs all states. */
import { check } from '../../checker/check.ts';
import type { CheckOptions } from '../../checker/check.ts';
import { RefholdError, messageOf } from '../../checker/errors.ts';
import { reportOf } from '../../checker/report/build.ts';
import { compare } from '../../checker/report/recorded.ts';
import type { OptionValue } from '../../checker/scenario/options.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { writePath } from '../shared/path.ts';
import type { CheckAnswer, CheckProgress, Failure, MatrixRow, SpaceSummary } from '../shared/api.ts';
import { answerOf } from './answer.ts';
import { graphOf, MAX_DRAWN } from './space/draw.ts';
import { Space } from './space/space.ts';
import { trapOf } from './trap.ts';
import { buildOf } from './subjects.ts';
import type { Built, Subject } from './subjects.ts';

/** Which scenario, with which values. */
export interface Job {
  readonly variant: string | undefined;
  readonly values: Readonly<Record<string, OptionValue>>;
}

/** What a thread can be asked for. */
export type Task =
  | { readonly kind: 'check'; readonly job: Job }
  | { readonly kind: 'trap'; readonly job: Job; readonly path: readonly number[]; readonly property: string }
  | { readonly kind: 'matrix'; readonly set: Readonly<Record<string, OptionValue>> }
  | { readonly kind: 'explore'; readonly job: Job }
  | { readonly kind: 'graph' }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'pathTo'; readonly state: number }
  | { readonly kind: 'shortest' | 'locate'; readonly path: readonly number[] };

/** Hears of what goes on before the answer. */
export interface Listener {
  readonly progress: (progress: CheckProgress) => void;
  readonly row: (row: MatrixRow) => void;
  readonly signal: AbortSignal;
}

/** Runs tasks about one subject; keeps the states of the last exploration. */
export class Tasks {
  readonly #subject: Subject;
  #space: Space | undefined;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  async run(task: Task, listener: Listener): Promise<unknown> {
    switch (task.kind) {
      case 'check':
        return checkAnswer(this.#build(task.job), listener);
      case 'trap':
        return trapOf(this.#build(task.job), task.path, task.property, optionsOf(listener));
      case 'matrix':
        return this.#matrix(task.set, listener);
      case 'explore':
        return this.#explore(task.job, listener);
      case 'graph':
        return graphOf(this.#explored());
      case 'search':
        return this.#explored().search(task.text, MAX_DRAWN);
      case 'pathTo':
        return { path: writePath(this.#explored().pathTo(task.state)) };
      case 'locate':
        return { states: this.#explored().statesAlong(task.path) };
      case 'shortest':
        return this.#shortest(task.path);
    }
  }

  #build({ variant, values }: Job): Built {
    return buildOf(this.#subject, variant, values);
  }

  async #explore(job: Job, { progress, signal }: Listener): Promise<SpaceSummary> {
    this.#space ??= await Space.explore(this.#build(job), progress, signal);
    return this.#space.summary;
  }

  #explored(): Space {
    if (this.#space === undefined)
      throw new RefholdError('RH526', { what: 'the states are not explored yet' });
    return this.#space;
  }

  #shortest(path: readonly number[]): { path: string } {
    const space = this.#explored();
    const here = space.statesAlong(path).at(-1)!;
    // A state beyond the bound has no known shorter way than the one that was taken.
    return { path: writePath(here < 0 ? path : space.pathTo(here)) };
  }

  async #matrix(set: Readonly<Record<string, OptionValue>>, listener: Listener): Promise<null> {
    const { scenario } = this.#subject;
    for (const variant of Object.keys(scenario.variants)) {
      if (listener.signal.aborted) break;
      listener.row(await this.#row(variant, set, listener));
    }
    return null;
  }

  async #row(
    variant: string,
    set: Readonly<Record<string, OptionValue>>,
    listener: Listener,
  ): Promise<MatrixRow> {
    try {
      const values = valuesOf(this.#subject.scenario, variant, set);
      return { variant, answer: await checkAnswer(this.#build({ variant, values }), listener) };
    } catch (thrown) {
      return { variant, failure: failureOf(thrown) };
    }
  }
}

function optionsOf({ progress, signal }: Listener): CheckOptions {
  return { onProgress: progress, signal };
}

async function checkAnswer(built: Built, listener: Listener): Promise<CheckAnswer> {
  const { system, properties, known } = built;
  const result = await check(system, properties, optionsOf(listener));
  const { exploration, warnings } = result;
  const { complete, bound, livenessBound, unusedSteps, ...counts } = exploration;
  const numbers = new Map(system.steps.map(({ name }, i) => [name, i]));
  return {
    properties: result.properties.map((property) => answerOf(property, numbers)),
    exploration: {
      ...counts,
      complete,
      unusedSteps,
      ...(bound === undefined ? {} : { bound }),
      ...(livenessBound === undefined ? {} : { livenessBound }),
    },
    warnings: warnings.map(({ code, what, where }) => ({ code, what, where })),
    ...(known === undefined ? {} : { recorded: compare(known, reportOf(NO_HEADER, result)) }),
  };
}

/** The comparison looks at verdicts only. */
const NO_HEADER = { scenario: '', options: {}, changed: [], limits: {} };

/** Whatever was thrown, for the page: a coded error, or a bug of refhold. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof RefholdError) {
    return { code: thrown.code, what: thrown.what, where: [...thrown.where], fix: thrown.fix };
  }
  return {
    code: 'unexpected',
    what: messageOf(thrown),
    where: [],
    fix: 'This is a bug of refhold, please report it.',
  };
}
