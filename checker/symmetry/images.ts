import type { AnyMachineSnapshot } from 'xstate';
import type { Relation } from '../relation/relation.ts';
import { NONE } from './group.ts';
import type { Group, Renaming } from './group.ts';
import { blocksIn, renameValue, shapeOf } from './values.ts';

/** What is known of a local state. */
export interface Local {
  /** Blocks that it names, without the one that its actor is in. */
  readonly others: readonly number[];
  /** Whether it names any actor of a block: if not, its images are the same snapshot of other actors. */
  readonly hasNames: boolean;
  /** The same number for all its images. */
  readonly kind: number;
  /** Per block of `others`, how it names that block: the same number for all images. */
  readonly ways: readonly number[];
  /** Images that were made, by where the blocks go that matter. */
  readonly images: Map<number, Image>;
}

interface Image {
  readonly snapshot: AnyMachineSnapshot;
  /** Its number among the local states of its actor; {@link NONE} if nobody has asked yet. */
  id: number;
}

/** The images of local states under renamings. */
export class Images {
  readonly group: Group;
  readonly #relation: Relation;
  readonly #locals: (Local | undefined)[][];
  readonly #numbers = new Map<string, number>();

  constructor(relation: Relation, group: Group) {
    this.group = group;
    this.#relation = relation;
    this.#locals = relation.system.actors.map(() => []);
  }

  local(actor: number, id: number): Local {
    return (this.#locals[actor]![id] ??= this.#look(actor, id));
  }

  /** A local state as it is at the actor that its actor goes to. */
  snapshot(actor: number, id: number, renaming: Renaming): AnyMachineSnapshot {
    return this.#image(actor, id, renaming).snapshot;
  }

  /** Its number there. A new one may change the layout. */
  id(actor: number, id: number, renaming: Renaming): number {
    const image = this.#image(actor, id, renaming);
    if (image.id === NONE) {
      image.id = this.#relation.meet(this.group.actorImage(actor, renaming), image.snapshot);
    }
    return image.id;
  }

  /** What tells local states of an actor apart. */
  key(actor: number, snapshot: AnyMachineSnapshot): string {
    return this.#relation.locals[actor]!.key(snapshot);
  }

  #image(actor: number, id: number, renaming: Renaming): Image {
    const { images, others } = this.local(actor, id);
    const { to } = renaming;
    const block = this.group.blockOf[actor]!;
    const count = to.length;
    let code = block === NONE ? 0 : to[block]!;
    for (const other of others) code = code * count + to[other]!;
    const known = images.get(code);
    if (known !== undefined) return known;
    const image = { snapshot: this.#renamed(actor, id, renaming), id: NONE };
    // Beyond, codes would be rounded.
    if (code < Number.MAX_SAFE_INTEGER) images.set(code, image);
    return image;
  }

  #renamed(actor: number, id: number, renaming: Renaming): AnyMachineSnapshot {
    const snapshot = this.#relation.locals[actor]!.snapshots[id]!;
    if (!this.local(actor, id).hasNames) return snapshot;
    const context: unknown = renameValue(this.group, snapshot.context as unknown, renaming);
    const output: unknown = renameValue(this.group, snapshot.output as unknown, renaming);
    if (context === snapshot.context && output === snapshot.output) return snapshot;
    return Object.freeze({ ...snapshot, context, output }) as AnyMachineSnapshot;
  }

  #look(actor: number, id: number): Local {
    const { group } = this;
    const snapshot = this.#relation.locals[actor]!.snapshots[id]!;
    const own = group.blockOf[actor]!;
    const named = [...blocksIn(group, snapshot.output, blocksIn(group, snapshot.context as unknown))];
    const others = named.filter((block) => block !== own);
    const place = own === NONE ? `actor ${actor}` : `family ${group.familyOf[own]}.${group.roleOf[actor]}`;
    // All but context and output, which may hold names.
    const bare = this.key(actor, { ...snapshot, context: {}, output: undefined } as AnyMachineSnapshot);
    const text = (special: number): string => {
      const mark = (text_: string): string =>
        group.replace(text_, ({ block, role }) => {
          const sign = block === own ? '@' : block === special ? '!' : '#';
          return `\u0000${sign}${group.familyOf[block]}.${role}`;
        });
      return `${place} ${bare} ${shapeOf(snapshot.context, mark)} ${shapeOf(snapshot.output, mark)}`;
    };
    return {
      others,
      hasNames: named.length > 0,
      kind: this.#number(text(NONE - 1)),
      ways: others.map((other) => this.#number(text(other))),
      images: new Map(),
    };
  }

  #number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
