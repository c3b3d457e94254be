import type { PropertyResult } from '../check.ts';
import { RefholdError } from '../errors.ts';
import { Monitor } from '../property/monitor.ts';
import { noDeadlock } from '../property/properties.ts';
import type { Property } from '../property/types.ts';
import { DEFAULT_MAX_LOCAL_STATES, Relation } from '../relation/relation.ts';
import type { Machines, System } from '../system/types.ts';
import { findAtEnd, runSteps, traceOf } from '../trace/replay.ts';
import type { Trace } from '../trace/types.ts';
import { biasOf, makeChoice } from './bias.ts';
import type { Bias } from './bias.ts';
import { minimise } from './minimise.ts';
import { Random } from './random.ts';
import { Steps } from './steps.ts';

export interface WalkOptions {
  /** 0 to 2³² − 1; the same seed walks the same ways. Default: any. */
  readonly seed?: number;
  /** Steps per walk at most. Default 1,000. */
  readonly depth?: number;
  /** Walks at most. Default 1,000, or no bound if there is a `time`. */
  readonly walks?: number;
  /** Milliseconds at most. With it, how many walks there are depends on the machine. */
  readonly time?: number;
  /** So many walkers in turn, each with a bias of its own. Default 1: without any. */
  readonly swarm?: number;
  /** Local states per actor at most; then RH301. Default 100,000. */
  readonly maxLocalStates?: number;
  /** Ends it when aborted. */
  readonly signal?: AbortSignal;
  /** Called about ten times a second. */
  readonly onProgress?: (progress: WalkProgress) => void;
}

/** How far the walks are. */
export interface WalkProgress {
  readonly walks: number;
  readonly steps: number;
  readonly milliseconds: number;
}

/** What was walked. */
export interface Walked extends WalkProgress {
  readonly seed: number;
  readonly depth: number;
  readonly swarm: number;
  /** Walks that came to a state without steps. */
  readonly ended: number;
  /** Steps of the longest walk. */
  readonly longest: number;
  /** Steps that no walk came to. */
  readonly unusedSteps: readonly string[];
  /** Where something was found, in the order in which it was. */
  readonly found: readonly WalkFinding[];
}

export interface WalkFinding {
  readonly property: string;
  /** Number of the walk, from 0 on. */
  readonly walk: number;
  readonly bias: Bias;
  /** Steps to it, as it was walked and as its trace has them. */
  readonly steps: number;
  readonly minimised: number;
}

export interface WalkResult {
  /** Violated, holds (only `reachable`, by a witness), or incomplete; never a pass. */
  readonly properties: readonly PropertyResult[];
  readonly walked: Walked;
}

const DEFAULT_DEPTH = 1000;
const DEFAULT_WALKS = 1000;
/** Milliseconds between two looks at the outside. */
const SLICE = 100;

/** A finding as it was walked. */
interface Found {
  readonly property: number;
  readonly walk: number;
  readonly way: readonly number[];
}

/**
 * Walks at random through a system that is too large to be explored, and judges states and steps on the way. What is found
 * is made shorter, and taken again through XState. Nothing found proves nothing: then the verdict is *incomplete*.
 *
 * Throws RH1xx and RH2xx for mistakes in the model, RH301, RH302, and RH330 for options that make no sense.
 *
 * @example const { properties, walked } = await walk(system, properties, { seed: 42, walks: 10_000 });
 */
export async function walk<A extends Machines>(
  system: System<A>,
  properties: readonly Property<NoInfer<A>>[] = [],
  options: WalkOptions = {},
): Promise<WalkResult> {
  refuseOdd(options);
  const listed = properties as unknown as readonly Property<Machines>[];
  const all = listed.some(({ kind }) => kind === 'deadlock') ? listed : [...listed, noDeadlock];
  const walker = new Walker(system as unknown as System, all, options);
  const started = performance.now();
  for (;;) {
    const milliseconds = performance.now() - started;
    const left = (options.time ?? Infinity) - milliseconds;
    if (left <= 0 || options.signal?.aborted === true || walker.run(Math.min(SLICE, left))) break;
    options.onProgress?.({ walks: walker.walks, steps: walker.steps, milliseconds });
    // Lets signals and timers in.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return walker.result(performance.now() - started);
}

class Walker {
  walks = 0;
  steps = 0;
  readonly #system: System;
  readonly #properties: readonly Property<Machines>[];
  readonly #options: WalkOptions;
  readonly #seed: number;
  readonly #depth: number;
  readonly #swarm: number;
  readonly #monitor: Monitor;
  readonly #place: Steps;
  readonly #found: Found[] = [];
  #ended = 0;
  #longest = 0;

  constructor(system: System, properties: readonly Property<Machines>[], options: WalkOptions) {
    this.#system = system;
    this.#properties = properties;
    this.#options = options;
    this.#seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
    this.#depth = options.depth ?? DEFAULT_DEPTH;
    this.#swarm = options.swarm ?? 1;
    const relation = new Relation(system, {
      maxLocalStates: options.maxLocalStates ?? DEFAULT_MAX_LOCAL_STATES,
    });
    this.#monitor = new Monitor(relation, properties);
    this.#place = new Steps(relation, this.#monitor);
  }

  /** Walks for about so many milliseconds. True when it is done. */
  run(milliseconds: number): boolean {
    const { walks, time } = this.#options;
    const most = walks ?? (time === undefined ? DEFAULT_WALKS : Infinity);
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      if (this.walks >= most || this.#isDecided()) return true;
      this.#walk(this.walks++);
    }
    return false;
  }

  result(milliseconds: number): WalkResult {
    const found = this.#found.map((one) => this.#shown(one));
    return {
      properties: this.#properties.map((property, i): PropertyResult => {
        const trace = found.find((one) => one.property === i)?.trace;
        const hit = property.kind === 'reachable' ? 'holds' : 'violated';
        return {
          name: property.name,
          kind: property.kind,
          ...(property.about === undefined ? {} : { about: property.about }),
          ...(property.cites === undefined ? {} : { cites: property.cites }),
          ...('text' in property ? { formula: property.text } : {}),
          verdict: trace === undefined ? 'incomplete' : hit,
          ...(trace === undefined ? {} : { trace }),
        };
      }),
      walked: {
        seed: this.#seed,
        depth: this.#depth,
        swarm: this.#swarm,
        walks: this.walks,
        steps: this.steps,
        milliseconds,
        ended: this.#ended,
        longest: this.#longest,
        unusedSteps: this.#system.steps
          .filter((_, step) => this.#place.met[step] === 0)
          .map(({ name }) => name),
        found: found.map(({ note }) => note),
      },
    };
  }

  /** Whether all is found that a walk can find. */
  #isDecided(): boolean {
    return this.#properties.every(
      ({ kind }, i) => !FINDABLE.has(kind) || this.#monitor.findings[i] !== undefined,
    );
  }

  /** All that is random in a walk comes from the seed and its number: it can be walked again by itself. */
  #walk(number: number): void {
    const random = new Random(this.#seed, number);
    const choose = makeChoice(biasOf(number % this.#swarm), this.#system.steps, random);
    const way: number[] = [];
    const place = this.#place;
    place.restart();
    this.#note(number, way);
    while (place.count > 0 && way.length < this.#depth) {
      const position = choose(place.enabled, place.count);
      way.push(place.enabled[position]!);
      place.take(position);
      this.#note(number, way);
    }
    if (place.count === 0) this.#ended++;
    this.steps += way.length;
    this.#longest = Math.max(this.#longest, way.length);
  }

  #note(walk: number, way: readonly number[]): void {
    const { findings } = this.#monitor;
    for (let property = 0; property < findings.length; property++) {
      const finding = findings[property];
      if (finding === undefined || this.#found.some((one) => one.property === property)) continue;
      const last = finding.step === undefined ? [] : [finding.step];
      this.#found.push({ property, walk, way: [...way, ...last] });
    }
  }

  #shown({ property: index, walk: number, way }: Found): {
    readonly property: number;
    readonly trace: Trace;
    readonly note: WalkFinding;
  } {
    const property = this.#properties[index]!;
    const maxLocalStates = this.#options.maxLocalStates ?? DEFAULT_MAX_LOCAL_STATES;
    const short = minimise(this.#system, property, way, maxLocalStates);
    const trace = traced(this.#system, property, short);
    const note = {
      property: property.name,
      walk: number,
      bias: biasOf(number % this.#swarm),
      steps: way.length,
      minimised: short.length,
    };
    return { property: index, trace, note };
  }
}

/** Kinds of properties that a walk can find something about. */
const FINDABLE: ReadonlySet<string> = new Set(['always', 'never', 'onStep', 'reachable', 'deadlock']);

/** Takes the steps again through XState, with no table in between. Throws RH206. */
function traced(system: System, property: Property<Machines>, way: readonly number[]): Trace {
  const names = way.map((step) => system.steps[step]!.name);
  try {
    const run = runSteps(system, names);
    if (findAtEnd(system, run, property) !== null) return traceOf(system, run, property);
  } catch (thrown) {
    if (!(thrown instanceof RefholdError) || thrown.code !== 'RH207') throw thrown;
    throw new RefholdError('RH206', {
      what: `XState refuses the step ${thrown.what}`,
      where: thrown.where,
      cause: thrown,
    });
  }
  throw new RefholdError('RH206', {
    what: `XState comes to a state where property "${property.name}" finds nothing`,
    where: [`after ${names.length} steps`],
  });
}

function refuseOdd({ seed, depth, walks, swarm }: WalkOptions): void {
  const whole = (value: number | undefined, least: number, most: number): boolean =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most);
  const odd = [
    ...(whole(seed, 0, 2 ** 32 - 1) ? [] : [`seed: ${seed}, which is no whole number from 0 to 4294967295`]),
    ...(whole(depth, 1, Infinity) ? [] : [`depth: ${depth}`]),
    ...(whole(walks, 1, Infinity) ? [] : [`walks: ${walks}`]),
    ...(whole(swarm, 1, Infinity) ? [] : [`swarm: ${swarm}`]),
  ];
  if (odd.length > 0) throw new RefholdError('RH330', { what: odd.join('; ') });
}
