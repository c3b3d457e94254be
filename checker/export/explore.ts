import { defaultMemoryLimit } from '../explore/memory.ts';
import { BreadthFirst } from '../explore/search.ts';
import type { Observer, Progress } from '../explore/types.ts';
import type { Property } from '../property/types.ts';
import { DEFAULT_MAX_LOCAL_STATES, Relation } from '../relation/relation.ts';
import type { Machines, System } from '../system/types.ts';
import { Questions } from './questions.ts';

/** Bounds of the exploration that an export learns from. */
export interface ExploreOptions {
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Bytes. */
  readonly maxMemory?: number;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly maxLocalStates?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress & { readonly milliseconds: number }) => void;
}

export interface Learned {
  readonly relation: Relation;
  readonly search: BreadthFirst;
  readonly questions: Questions;
}

/** Milliseconds between two looks at the outside. */
const SLICE = 100;

/** Explores a system, and learns on the way what every question says of every state and step that is reached. */
export async function exploreFor(
  system: System,
  properties: readonly Property<Machines>[],
  options: ExploreOptions = {},
): Promise<Learned> {
  const relation = new Relation(system, {
    maxLocalStates: options.maxLocalStates ?? DEFAULT_MAX_LOCAL_STATES,
  });
  const questions = new Questions(relation, properties);
  const search = new BreadthFirst(relation, recorder(system, questions), {
    maxStates: options.maxStates ?? Infinity,
    maxDepth: options.maxDepth ?? Infinity,
    maxBytes: options.maxMemory ?? defaultMemoryLimit(),
    audit: 0,
    kernel: 'plain',
  });
  const started = performance.now();
  const timeout = options.timeout ?? Infinity;
  while (!search.run(SLICE)) {
    const milliseconds = performance.now() - started;
    options.onProgress?.({ ...search.progress, milliseconds });
    // Lets signals and timers in.
    await new Promise((resolve) => setImmediate(resolve));
    if (options.signal?.aborted === true) search.stop('interrupted');
    else if (milliseconds >= timeout) search.stop('timeout');
  }
  return { relation, search, questions };
}

function recorder(system: System, questions: Questions): Observer {
  const predicates = questions.predicates.flat();
  const byStep = system.steps.map((_, step) => {
    const about = questions.onSteps.flat().filter((question) => question.step === step);
    return about.length === 0 ? undefined : about;
  });
  return {
    visit: () => {
      for (const question of predicates) questions.learn(question, true);
    },
    step: (_, step) => {
      for (const question of byStep[step]!) questions.learn(question, true);
    },
    stuck: () => questions.learn(questions.ends, true),
    audit: () => undefined,
    // Compiled code, which would ask what these are, is not used here: each state is to be shown.
    watched: byStep.map((about) => about?.map(() => ({ property: 0, tree: 0 }))),
    questions: [],
    findings: [],
  };
}
