/**
 * A network as tables, for programs in C: per step what to XOR into a packed state, by the joint local states of the actors
 * that the step depends on; and where something is found, or nobody knows.
 */
import { answerIn, UNEXPLORED } from '../../checker/export/decision.ts';
import type { Decision } from '../../checker/export/decision.ts';
import { LEADS_NOWHERE, REFUSES } from '../../checker/export/network.ts';
import type { Network, NetworkProperty } from '../../checker/export/network.ts';
import { eachEntry, indexOf } from './packing.ts';
import type { Index, Packing } from './packing.ts';
import { actorsOf, supportOf } from './support.ts';

/** What a table of a step has where the step does not exist: the highest bit of the type. */
export type Entry = bigint | 'no step';

export interface StepTable {
  readonly name: string;
  readonly index: Index;
  readonly entries: readonly Entry[];
}

/** Bits of what is said of a state. */
export const FOUND = 1;
export const UNKNOWN = 2;

export interface StateTable {
  readonly index: Index;
  /** 0, or {@link FOUND} and {@link UNKNOWN}. */
  readonly entries: Uint8Array;
}

export interface Tables {
  readonly steps: readonly StepTable[];
  readonly states: readonly StateTable[];
  /** 0 where a state without steps is an accepted end. */
  readonly ends: StateTable;
}

/** Bits that the index of a table of states has at most, unless one question alone needs more. */
const MOST_BITS = 12;

/** One question about a state. */
interface Question {
  readonly actors: ReadonlySet<number>;
  readonly ask: (locals: Int32Array) => number;
}

export function tablesOf(network: Network, packing: Packing): Tables {
  const steps = network.steps.map((step, i): StepTable => {
    const index = indexOf(packing, supportOf(network, step));
    const locals = new Int32Array(network.actors.length);
    const entries = new Array<Entry>(2 ** index.bits).fill('no step');
    eachEntry(packing, index, locals, (entry) => {
      const change = changeOf(network, packing, i, locals);
      entries[entry] = typeof change === 'bigint' ? change : 'no step';
    });
    return { name: step.name, index, entries };
  });
  const questions = [
    ...network.steps.map((step, i): Question => ({
      actors: new Set(supportOf(network, step)),
      ask: (locals) => (changeOf(network, packing, i, locals) === 'unknown' ? UNKNOWN : 0),
    })),
    ...network.properties.flatMap((property) => questionsOf(network, packing, property)),
  ];
  const ends: Question = {
    actors: actorsOf(network.ends),
    ask: (locals) => {
      const answer = answerIn(network.ends, locals);
      return answer === 0 ? FOUND : answer === UNEXPLORED ? UNKNOWN : 0;
    },
  };
  return {
    steps,
    // What can never be found, whatever the other actors do, need not be looked for.
    states: groups(
      packing,
      questions.filter((one) => stateTable(network, packing, [one]).entries.some((entry) => entry !== 0)),
    ).map((group) => stateTable(network, packing, group)),
    ends: stateTable(network, packing, [ends]),
  };
}

/** What a step changes; `no step`, and `unknown` where nobody was asked. */
function changeOf(
  { steps, sets, events }: Network,
  { fields }: Packing,
  step: number,
  locals: Int32Array,
): Entry | 'unknown' {
  const set = answerIn(steps[step]!.decision, locals);
  if (set === UNEXPLORED) return 'unknown';
  if (set === 0) return 'no step';
  let change = 0n;
  const receivers = sets[set]!.map((id) => events[id]!);
  if (receivers.some(({ actor, targets }) => targets[locals[actor]!] === REFUSES)) return 'no step';
  for (const { actor, targets } of receivers) {
    const target = targets[locals[actor]!]!;
    if (target === LEADS_NOWHERE) return 'unknown';
    change |= BigInt(target ^ locals[actor]!) << BigInt(fields[actor]!.shift);
  }
  return change;
}

const said = (answer: number): number => (answer === 1 ? FOUND : answer === UNEXPLORED ? UNKNOWN : 0);

function questionsOf(network: Network, packing: Packing, property: NetworkProperty): Question[] {
  const ofDecision = (decision: Decision): Question => ({
    actors: actorsOf(decision),
    ask: (locals) => said(answerIn(decision, locals)),
  });
  return [
    ...property.findings.map(ofDecision),
    ...property.onSteps.flatMap(({ step, set, finding }) =>
      finding.map((decision): Question => ({
        actors: new Set([...supportOf(network, network.steps[step]!), ...actorsOf(decision)]),
        ask: (locals) => {
          if (answerIn(network.steps[step]!.decision, locals) !== set) return 0;
          if (typeof changeOf(network, packing, step, locals) !== 'bigint') return 0;
          return said(answerIn(decision, locals));
        },
      })),
    ),
  ];
}

/** Questions that share a table, as they look at few actors together. Those with few actors fit anywhere, and come last. */
function groups(packing: Packing, questions: readonly Question[]): Question[][] {
  const made: { actors: Set<number>; members: Question[] }[] = [];
  const bits = (actors: Iterable<number>): number => indexOf(packing, actors).bits;
  for (const question of [...questions].sort((a, b) => bits(b.actors) - bits(a.actors))) {
    const group = made.find(({ actors }) => bits(new Set([...actors, ...question.actors])) <= MOST_BITS);
    if (group === undefined) made.push({ actors: new Set(question.actors), members: [question] });
    else {
      group.members.push(question);
      for (const actor of question.actors) group.actors.add(actor);
    }
  }
  return made.map(({ members }) => members);
}

function stateTable(network: Network, packing: Packing, members: readonly Question[]): StateTable {
  const index = indexOf(packing, new Set(members.flatMap(({ actors }) => [...actors])));
  const locals = new Int32Array(network.actors.length);
  const entries = new Uint8Array(2 ** index.bits);
  eachEntry(packing, index, locals, (entry) => {
    entries[entry] = members.reduce((all, { ask }) => all | ask(locals), 0);
  });
  return { index, entries };
}
