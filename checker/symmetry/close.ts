import { REFUSED, UNKNOWN } from '../relation/events.ts';
import type { Relation } from '../relation/relation.ts';
import { nothingFixed, someRenaming } from './enumerate.ts';
import { NONE } from './group.ts';
import type { Images } from './images.ts';
import { blocksIn, renameValue } from './values.ts';

/**
 * Makes what is known of events and of sets of deliveries closed under renamings, so that steps can be undone in any image
 * of a state that was explored. Nobody is asked: the answers were compared when they were learned.
 */
export function closeAnswers(relation: Relation, images: Images): void {
  const { group } = images;
  const { events } = relation;
  const sets = events.count;
  for (let set = 1; set < sets; set++) {
    const members = events.eventsOf(set).map((id) => events.events[id]!);
    const seed = new Set<number>();
    for (const { actor, event } of members) {
      if (group.blockOf[actor]! !== NONE) seed.add(group.blockOf[actor]!);
      blocksIn(group, event, seed);
    }
    someRenaming(group, 'a set of deliveries', nothingFixed(group), [...seed], (renaming) => {
      const deliveries = members.map(({ actor, event }) => ({
        actor: group.actorImage(actor, renaming),
        event: renameValue(group, event, renaming),
      }));
      events.setOf(deliveries);
      return false;
    });
  }
  const known = events.events.flatMap(({ actor, event }, id) =>
    Array.from({ length: relation.locals[actor]!.size }, (_, local) => ({ actor, event, id, local })),
  );
  for (const { actor, event, id, local } of known) {
    const answer = events.answers[events.base[id]! + local]!;
    if (answer === UNKNOWN || answer === REFUSED) continue;
    const target = local ^ (answer - 1);
    const own = group.blockOf[actor]!;
    const seed = new Set([
      ...(own === NONE ? [] : [own]),
      ...blocksIn(group, event),
      ...images.local(actor, local).others,
      ...images.local(actor, target).others,
    ]);
    someRenaming(group, 'an event', nothingFixed(group), [...seed], (renaming) => {
      const place = group.actorImage(actor, renaming);
      const image = events.eventOf({ actor: place, event: renameValue(group, event, renaming) });
      const before = images.id(actor, local, renaming);
      const after = images.id(actor, target, renaming);
      events.answers[events.base[image]! + before] = 1 + (before ^ after);
      return false;
    });
  }
}
