import { beforeAll, describe, expect, it } from 'vitest';
import { RefholdError } from '../../checker/index.ts';
import { findIn } from '../../checker/property/evaluate.ts';
import { viewOf } from '../../checker/system/view.ts';
import { Space } from '../../explorer/server/space/space.ts';
import { parsePredicate } from '../../explorer/server/predicate/parse.ts';
import { build, houseSubject, os8627 } from './systems.ts';

const house = build(houseSubject);
let space: Space;
beforeAll(async () => {
  space = await Space.explore(house, () => undefined, new AbortController().signal);
});

/** Numbers of the states that a search finds. */
function find(text: string): number[] {
  return space.search(text, 1000).found.map(({ state }) => state);
}

/** Numbers of the states that a function of the state finds. */
function expected(predicate: (state: House) => boolean): number[] {
  return [...Array(space.states).keys()].filter((state) =>
    predicate(viewOf(house.system, space.relation.snapshots(space.localsOf(state))) as unknown as House),
  );
}

interface House {
  readonly door: {
    readonly value: unknown;
    readonly context: { readonly knocks: number; readonly owner: { readonly name: string } };
    readonly matches: (value: unknown) => boolean;
    readonly hasTag: (tag: string) => boolean;
    readonly can: (event: { readonly type: string }) => boolean;
  };
  readonly guest: { readonly matches: (value: unknown) => boolean };
}

describe('a search', () => {
  it.each<[string, (state: House) => boolean]>([
    ['guest in inside', ({ guest }) => guest.matches('inside')],
    ['door in shut', ({ door }) => door.matches('shut')],
    ['door in shut.locked', ({ door }) => door.matches({ shut: 'locked' })],
    ['door in locked', ({ door }) => door.matches({ shut: 'locked' })],
    ['door in "locked"', ({ door }) => door.matches({ shut: 'locked' })],
    ['door has passable', ({ door }) => door.hasTag('passable')],
    ['door.knocks = 2', ({ door }) => door.context.knocks === 2],
    ['door.knocks == 1', ({ door }) => door.context.knocks === 1],
    ['door.knocks != 1', ({ door }) => door.context.knocks !== 1],
    ['door.knocks < 1', ({ door }) => door.context.knocks < 1],
    ['door.knocks <= 1', ({ door }) => door.context.knocks <= 1],
    ['1 < door.knocks', ({ door }) => door.context.knocks > 1],
    ['door.knocks >= 1', ({ door }) => door.context.knocks >= 1],
    ['door.knocks > -1', () => true],
    ['door.owner.name = ada', () => true],
    ['door.owner.name = "eve"', () => false],
    ['door.owner = door.owner', () => true],
    ['door.knocks < door.owner.name', () => false],
    ['door = wide', ({ door }) => door.value === 'wide'],
    ['can "guest: enter"', ({ guest, door }) => guest.matches('outside') && door.hasTag('passable')],
    ['can close', ({ door }) => door.can({ type: 'close' })],
    ['not door in shut', ({ door }) => !door.matches('shut')],
    ['!(door in shut)', ({ door }) => !door.matches('shut')],
    [
      'door in shut and guest in inside',
      ({ door, guest }) => door.matches('shut') && guest.matches('inside'),
    ],
    [
      'door in shut & !guest in inside',
      ({ door, guest }) => door.matches('shut') && !guest.matches('inside'),
    ],
    ['door in ajar or door.knocks = 2', ({ door }) => door.matches('ajar') || door.context.knocks === 2],
    [
      'door in shut and guest in outside and door.knocks = 1',
      ({ door, guest }) => door.matches('shut') && guest.matches('outside') && door.context.knocks === 1,
    ],
    [
      'door in ajar or door in wide or door.knocks = 0',
      ({ door }) => door.matches('ajar') || door.matches('wide') || door.context.knocks === 0,
    ],
    // `and` binds tighter than `or`.
    [
      'guest in inside || door in ajar && door.knocks = 0',
      ({ door, guest }) => guest.matches('inside') || (door.matches('ajar') && door.context.knocks === 0),
    ],
    [
      '(guest in inside or door in ajar) and door.knocks = 0',
      ({ door, guest }) => (guest.matches('inside') || door.matches('ajar')) && door.context.knocks === 0,
    ],
    [
      'violates "locked in"',
      ({ door, guest }) => guest.matches('inside') && door.matches({ shut: 'locked' }),
    ],
    ['deadlock', ({ door }) => door.matches({ shut: 'locked' }) && door.context.knocks === 2],
    ['violates "no deadlock"', ({ door }) => door.matches({ shut: 'locked' }) && door.context.knocks === 2],
    ['true', () => true],
    ['false', () => false],
  ])('%s', (text, predicate) => {
    const all = expected(predicate);
    expect(find(text)).toEqual(all);
  });

  it('finds the nearest first, and shows what it looked at', () => {
    const { found } = space.search('door.knocks > 0 and guest in outside', 1000);
    const distances = found.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(found[0]!.shown).toEqual(['door.knocks = 1', 'guest = outside']);
  });

  it('finds what a property finds, in OS-8627', async () => {
    const built = build(os8627);
    const states = await Space.explore(built, () => undefined, new AbortController().signal);
    const name = 'dd_ref equals the holds that exist';
    const property = built.properties.find((one) => one.name === name)!;
    const { total } = states.search(`violates "${name}"`, 0);
    const found = [...Array(states.states).keys()].filter(
      (state) =>
        findIn(property, viewOf(built.system, states.relation.snapshots(states.localsOf(state)))) !== null,
    );
    expect(total).toBe(found.length);
    expect(total).toBeGreaterThan(0);
  });
});

describe('a search that cannot be understood (RH521)', () => {
  const wrong = (text: string): string => {
    try {
      space.search(text, 0);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(RefholdError);
      expect((thrown as RefholdError).code).toBe('RH521');
      return (thrown as RefholdError).what;
    }
    throw new Error(`"${text}" was understood`);
  };

  it.each([
    ['', 'there is nothing to search for', 0],
    ['guest', 'after "guest" comes "in", "has" or a comparison', 5],
    ['guest in', '"guest" needs a name', 8],
    ['guest inside', 'after "guest" comes "in", "has" or a comparison', 6],
    ['(guest in inside', 'a ")" is missing', 16],
    ['guest in inside )', '")" is one too many', 16],
    ['door.knocks >', '">" has nothing to compare with', 13],
    ['door.knocks > (', '"(" is no value', 14],
    ['not', 'something is missing at the end', 3],
    ['door.knocks # 1', 'this is not understood', 12],
    ['1 = 1', 'two values are compared, and no actor is asked', 0],
    ['gest in inside', 'there is no actor "gest". Did you mean "guest"?', 0],
    ['guest in outsid', 'guest has no state "outsid". Did you mean "outside"?', 9],
    ['door.knoks = 1', 'the context of door has no such field. Did you mean "knocks"?', 0],
    ['dor.knocks = 1', 'there is no actor "dor". Did you mean "door"?', 0],
    ['guest in outside and can dance', 'there is no step "dance".', 25],
    [
      'violates "locked im"',
      'no property of single states is called "locked im". Did you mean "locked in"?',
      9,
    ],
    ['violates "who knocks gets in"', 'no property of single states is called "who knocks gets in".', 9],
  ])('%j: %s', (text, what, at) => {
    const [sentence, again, caret] = wrong(text).split('\n');
    expect(sentence).toContain(what);
    expect(again).toBe(text);
    expect(caret).toBe(`${' '.repeat(at)}^`);
  });

  it('leaves names in quotes alone', () => {
    expect(parsePredicate('"and" = door')).toMatchObject({ op: '=', left: { kind: 'value', value: 'and' } });
    expect(wrong('door in "not"')).toContain('door has no state "not"');
  });
});
