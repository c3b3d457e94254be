/**
 * What was learned of a model, and how it is learned again. Nothing that is read from a file is believed: every answer is
 * asked for once more, of the model as it is now, and has to be the same. So what was explored before is right for this
 * very model, even where a change of it cannot be seen from outside.
 */
import { deserialize, serialize } from 'node:v8';
import type { AnyEventObject } from 'xstate';
import { RefholdError } from '../../errors.ts';
import type { Monitor } from '../../property/monitor.ts';
import { UNKNOWN } from '../../relation/events.ts';
import type { CallCounts, Relation } from '../../relation/relation.ts';
import { eachAnswer } from '../../relation/trees.ts';
import type { Slices } from '../../slices.ts';
import { deepFreeze } from '../../system/plain.ts';
import { layoutOf, plainLayout } from './image.ts';
import type { PlainLayout } from './image.ts';
import type { CheckpointReader } from './read.ts';
import { packSnapshots, unpackSnapshots } from './snapshots.ts';
import type { Section } from './write.ts';

interface Facts {
  readonly layout: PlainLayout;
  readonly isTight: boolean;
  readonly events: readonly { readonly actor: number; readonly event: AnyEventObject }[];
  /** Events by set, from set 1 on. */
  readonly sets: readonly (readonly number[])[];
  readonly calls: CallCounts;
}

/** Questions between two looks at the clock. */
const SLICE = 64;

/** All that was learned. */
export function knowledgeOf(relation: Relation): Section[] {
  const { events, layout, locals, trees, isTight, calls } = relation;
  const facts: Facts = {
    layout: plainLayout(layout),
    isTight,
    events: events.events,
    sets: Array.from({ length: events.count - 1 }, (_, i) => events.eventsOf(i + 1)),
    calls,
  };
  const spans = events.events.map(({ actor }, id) => [
    events.base[id]!,
    events.base[id]! + locals[actor]!.size,
  ]);
  return [
    { name: 'facts', pieces: [serialize(facts)] },
    ...locals.map(({ snapshots }, actor) => ({
      name: `locals ${actor}`,
      pieces: [packSnapshots(snapshots)],
    })),
    { name: 'answers', pieces: spans.map(([from, to]) => events.answers.subarray(from, to)) },
    { name: 'used', pieces: spans.map(([from, to]) => events.used.subarray(from, to)) },
    { name: 'trees', pieces: [trees.used] },
  ];
}

/** Reads what was learned. Learning it again is left to the returned work. Throws RH311, RH312. */
export async function readKnowledge(
  reader: CheckpointReader,
  relation: Relation,
  monitor: Monitor,
): Promise<Slices<void>> {
  const facts = deserialize(await reader.data('facts')) as Facts;
  for (const [actor, locals] of relation.locals.entries()) {
    const { name, machine } = relation.system.actors[actor]!;
    const bytes = await reader.data(`locals ${actor}`);
    const snapshots = changedIfThrown(`actor ${name}`, () => unpackSnapshots(bytes, name, machine));
    snapshots.forEach((snapshot, local) => {
      if (locals.intern(snapshot) !== local) throw changed(`actor ${name}`);
    });
  }
  const answers = await reader.words('answers');
  const used = await reader.data('used');
  const trees = await reader.words('trees');
  return learnAgain(relation, monitor, facts, { answers, used, trees });
}

function* learnAgain(
  relation: Relation,
  monitor: Monitor,
  facts: Facts,
  { answers, used, trees }: { answers: Int32Array; used: Buffer; trees: Int32Array },
): Slices<void> {
  const { system, events, locals, hand, actors } = relation;
  const layout = layoutOf(facts.layout);
  const sizes = locals.map(({ size }) => size);
  relation.adopt(layout, facts.isTight);
  facts.sets.forEach((ids, i) => {
    const set = events.setOf(ids.map((id) => deepFreeze(facts.events[id]!)));
    if (set !== i + 1) throw changed('what steps deliver');
  });
  let asked = 0;
  let at = 0;
  for (const [id, { actor, event }] of facts.events.entries()) {
    for (let local = 0; local < sizes[actor]!; local++, at++) {
      const answer = answers[at]!;
      if (answer === UNKNOWN) continue;
      const what = `actor ${system.actors[actor]!.name}`;
      const now = changedIfThrown(what, () => relation.learnEvent(id, local));
      if (now !== answer || locals[actor]!.size !== sizes[actor])
        throw changed(what, `it answers ${event.type} otherwise`);
      if (used[at] === 1) {
        events.used[events.base[id]! + local] = 1;
        events.unused--;
      }
      if (++asked % SLICE === 0) yield undefined;
    }
  }
  const capacity = Int32Array.from({ length: 2 * actors }, (_, i) => layout.capacity[i % actors]!);
  for (const { question, reads, answer } of eachAnswer(trees, capacity, relation.trees.questions)) {
    hand.fill(0);
    for (const { position, local } of reads) hand[position] = local;
    const step = system.steps[question];
    const what = step === undefined ? 'a property' : `step ${step.name}`;
    const now = changedIfThrown(what, () =>
      step === undefined ? monitor.askAgain(question) : relation.learnStep(question),
    );
    const looked = relation.trees.positions(question, hand);
    const sameReads =
      looked.length === reads.length && reads.every(({ position }, i) => looked[i] === position);
    if (now !== answer || !sameReads) throw changed(what, 'it answers otherwise, or reads other actors');
    if (++asked % SLICE === 0) yield undefined;
  }
  relation.calls.user += facts.calls.user;
  relation.calls.xstate += facts.calls.xstate;
}

function changedIfThrown<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw changed(what, thrown instanceof RefholdError ? thrown.what : String(thrown), thrown);
  }
}

function changed(what: string, how?: string, cause?: unknown): RefholdError {
  return new RefholdError('RH312', {
    what: `${what} has changed${how === undefined ? '' : `: ${how}`}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
