/** Whether what is said to be interchangeable is: asked of the model, about every state that is looked at. */
import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import { RefholdError } from '../errors.ts';
import { REFUSED } from '../relation/events.ts';
import type { Relation } from '../relation/relation.ts';
import { canonical } from '../system/plain.ts';
import { askStep } from '../system/semantics.ts';
import type { Delivery } from '../system/semantics.ts';
import { nextSnapshot, showValue, takes } from '../system/snapshot.ts';
import type { Machines, View } from '../system/types.ts';
import { makeView } from '../system/view.ts';
import { nothingFixed, someRenaming } from './enumerate.ts';
import type { Needs } from './enumerate.ts';
import { NONE } from './group.ts';
import type { Group, Renaming } from './group.ts';
import type { Images } from './images.ts';
import { blocksIn, renameValue } from './values.ts';

export class Guard {
  readonly #relation: Relation;
  readonly #group: Group;
  readonly #images: Images;
  /** Events in local states whose answers are known to be alike. */
  readonly #alike = new Set<string>();

  constructor(relation: Relation, images: Images) {
    this.#relation = relation;
    this.#group = images.group;
    this.#images = images;
    relation.onAnswer = (event, local, target) => this.#checkAnswer(event, local, target);
  }

  /** The first state must be its own image. Throws RH321. */
  checkStart(): void {
    const { system } = this.#group;
    for (const swap of this.#group.generators()) {
      system.actors.forEach(({ name }, actor) => {
        const image = this.#group.actorImage(actor, swap);
        const got = this.#images.snapshot(actor, 0, swap);
        const wanted = system.actors[image]!.initial as AnyMachineSnapshot;
        if (this.#images.key(image, got) === this.#images.key(image, wanted)) return;
        const other = system.actors[image]!.name;
        throw new RefholdError('RH321', {
          what:
            image === actor
              ? `actor ${name} starts in ${show(wanted)}, and with names exchanged in ${show(got)}`
              : `actor ${name} starts in what would be ${show(got)} of ${other}, which starts in ${show(wanted)}`,
          where: [`actor ${name}`, this.#group.show(swap)],
        });
      });
    }
  }

  /**
   * Compares what a step delivers in the state in hand with what its images deliver in the images of that state. Reads
   * through the relation's view, so that it can be asked as a question. Throws RH323.
   */
  checkStep(step: number): void {
    const { system } = this.#group;
    const definition = system.steps[step]!;
    const base = this.#ask(step, this.#relation.views.before);
    const seed = new Set(this.#group.stepBlocks(step));
    for (const { actor, event } of base ?? []) {
      if (this.#group.blockOf[actor]! !== NONE) seed.add(this.#group.blockOf[actor]!);
      blocksIn(this.#group, event, seed);
    }
    const what = `step ${definition.name}`;
    someRenaming(this.#group, what, nothingFixed(this.#group), [...seed], (renaming, needs) => {
      const image = this.#group.stepImage(step, renaming);
      const reads = new Map<number, AnyMachineSnapshot>();
      const got = this.#ask(image, this.view('before', renaming, needs, reads));
      const wanted = base && this.#rename(base, renaming);
      if (textOf(got) === textOf(wanted)) return false;
      throw this.#unlike(step, image, renaming, { base, wanted, got, reads });
    });
  }

  /** The image of the state in hand (or of the state after the step in question), as steps and properties see it. */
  view(
    which: 'before' | 'after',
    renaming: Renaming,
    needs: Needs,
    reads?: Map<number, AnyMachineSnapshot>,
  ): View<Machines> {
    const { system, hand, actors, views } = this.#relation;
    const group = this.#group;
    const offset = which === 'before' ? 0 : actors;
    const inverse = { to: renaming.from, from: renaming.to };
    return makeView(system, (actor) => {
      const block = group.blockOf[actor]!;
      if (block !== NONE) needs.comesTo(block);
      const source = group.actorImage(actor, inverse);
      // Looks through the relation's view, which takes a note of it.
      Reflect.get(views[which], system.actors[source]!.name);
      const local = hand[offset + source]!;
      for (const other of this.#images.local(source, local).others) needs.goesWhere(other);
      const snapshot = this.#images.snapshot(source, local, renaming);
      reads?.set(actor, snapshot);
      return snapshot;
    });
  }

  #ask(step: number, view: View<Machines>): Delivery[] | null {
    this.#relation.calls.user++;
    return askStep(this.#group.system, this.#group.system.steps[step]!, view);
  }

  #rename(deliveries: readonly Delivery[], renaming: Renaming): Delivery[] {
    return deliveries.map(({ actor, event }) => ({
      actor: this.#group.actorImage(actor, renaming),
      event: renameValue(this.#group, event, renaming),
    }));
  }

  #unlike(
    step: number,
    image: number,
    renaming: Renaming,
    answers: {
      readonly base: readonly Delivery[] | null;
      readonly wanted: readonly Delivery[] | null;
      readonly got: readonly Delivery[] | null;
      readonly reads: ReadonlyMap<number, AnyMachineSnapshot>;
    },
  ): RefholdError {
    const { steps, actors } = this.#group.system;
    const shown = (deliveries: readonly Delivery[] | null): string =>
      deliveries === null
        ? 'nothing'
        : deliveries.map(({ actor, event }) => `${actors[actor]!.name}: ${JSON.stringify(event)}`).join(', ');
    const state = [...answers.reads].map(([actor, snapshot]) => `${actors[actor]!.name}: ${show(snapshot)}`);
    const { name } = steps[image]!;
    const where = state.length === 0 ? 'in every state' : `in the state {${state.join(', ')}}`;
    return new RefholdError('RH323', {
      what:
        `${where}, step "${name}" delivers ${shown(answers.got)}; after step "${steps[step]!.name}", ` +
        `which delivers ${shown(answers.base)} in the state that this is the image of, it would be ${shown(answers.wanted)}`,
      where: [`step ${name}`, this.#group.show(renaming)],
    });
  }

  /** An answer of a machine must be the same, up to names, wherever the names are exchanged. Throws RH324. */
  #checkAnswer(id: number, local: number, target: number): void {
    const { events, system } = this.#relation;
    const { actor, event } = events.events[id]!;
    const group = this.#group;
    const images = this.#images;
    const before = images.local(actor, local);
    const after = target === REFUSED ? undefined : images.local(actor, target);
    const named = blocksIn(group, event);
    // Without names, an image is the same question to the same machine.
    if (named.size === 0 && !before.hasNames && after?.hasNames !== true) return;
    if (this.#alike.has(this.#questionKey(actor, local, event, group.identity()))) return;
    const own = group.blockOf[actor]!;
    const seed = new Set([
      ...(own === NONE ? [] : [own]),
      ...named,
      ...before.others,
      ...(after?.others ?? []),
    ]);
    const what = `actor ${system.actors[actor]!.name}`;
    someRenaming(group, what, nothingFixed(group), [...seed], (renaming) => {
      const place = group.actorImage(actor, renaming);
      const { name, machine } = system.actors[place]!;
      const from = images.snapshot(actor, local, renaming);
      const renamed: AnyEventObject = renameValue(group, event, renaming);
      this.#relation.calls.xstate++;
      const got = takes({ actor: name, machine }, from, renamed)
        ? nextSnapshot({ actor: name, machine }, from, renamed)
        : undefined;
      const wanted = target === REFUSED ? undefined : images.snapshot(actor, target, renaming);
      const key = (snapshot: AnyMachineSnapshot | undefined): string =>
        snapshot === undefined ? '' : images.key(place, snapshot);
      if (key(got) === key(wanted)) {
        this.#alike.add(this.#questionKey(actor, local, event, renaming));
        return false;
      }
      const shown = (snapshot: AnyMachineSnapshot | undefined): string =>
        snapshot === undefined ? 'refuses it' : `goes to ${show(snapshot)}`;
      throw new RefholdError('RH324', {
        what:
          `in ${show(from)}, actor ${name} gets ${JSON.stringify(renamed)} and ${shown(got)}; ` +
          `going by actor ${system.actors[actor]!.name} it ${shown(wanted)}`,
        where: [`actor ${name}`, `machine ${machine.id}`, `event ${event.type}`, group.show(renaming)],
      });
    });
  }

  #questionKey(actor: number, local: number, event: AnyEventObject, renaming: Renaming): string {
    const image = this.#group.actorImage(actor, renaming);
    const snapshot = this.#images.snapshot(actor, local, renaming);
    const text = canonical(renameValue(this.#group, event, renaming)) as string;
    return `${image}\n${text}\n${this.#images.key(image, snapshot)}`;
  }
}

function textOf(deliveries: readonly Delivery[] | null): string {
  if (deliveries === null) return '';
  return deliveries
    .map(({ actor, event }) => `${actor} ${canonical(event) as string}`)
    .sort()
    .join('\n');
}

function show(snapshot: AnyMachineSnapshot): string {
  const context = JSON.stringify(snapshot.context);
  return context === '{}' ? showValue(snapshot) : `${showValue(snapshot)} ${context}`;
}
