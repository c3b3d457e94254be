import { describe, expect, it } from 'vitest';
import { check } from '../../checker/index.ts';
import { hereOf, refuseOtherModel, runOf } from '../../explorer/server/run.ts';
import { modelOf } from '../../explorer/server/model.ts';
import { build, houseSubject, os8627, pathOf } from './systems.ts';

const house = build(houseSubject);

describe('a path, executed', () => {
  const path = pathOf(house, ['guest: knock', 'guest: knock', 'host: open', 'guest: enter']);

  it('holds the whole first state, and then what changed', () => {
    const { states } = runOf(house, path);
    expect(states.map((state) => Object.keys(state))).toEqual([
      ['door', 'guest'],
      ['door'],
      ['door'],
      ['door'],
      ['guest'],
    ]);
    expect(states[0]!.door).toEqual({
      value: { shut: 'unlocked' },
      context: { knocks: 0, owner: { name: 'ada' } },
      active: ['door', 'door.shut', 'door.shut.unlocked'],
    });
    expect(states[3]!.door!.active).toEqual(['door', 'door.wide']);
  });

  it('names the transitions that were taken, `always` among them', () => {
    const { machines } = modelOf(house);
    const edges = new Map(machines[0]!.edges.map((edge) => [edge.id, edge]));
    const { steps } = runOf(house, path);
    const taken = steps[2]!.deliveries[0]!.edges.map((id) => edges.get(id)!);
    expect(taken.map(({ from, event, to }) => [from, event, ...to])).toEqual([
      ['door.shut.unlocked', 'open', 'door.ajar'],
      ['door.ajar', '', 'door.wide'],
    ]);
  });

  it('says what each step changed', () => {
    expect(runOf(house, path).steps[0]!.changes).toEqual([
      { actor: 'door', path: ['context', 'knocks'], before: 0, after: 1 },
    ]);
  });

  it('is refused where a step does not exist (RH522)', () => {
    expect(() => runOf(house, pathOf(house, ['host: close']))).toThrow(/RH522.*"host: close" does not exist/);
    expect(() => runOf(house, [99])).toThrow(/RH522.*number 99/);
  });

  it('is refused where it was made with another model (RH522)', () => {
    expect(() => refuseOtherModel(house, house.key)).not.toThrow();
    expect(() => refuseOtherModel(house, null)).not.toThrow();
    expect(build(houseSubject, { locks: false }).key).not.toBe(house.key);
    expect(() => refuseOtherModel(house, build(houseSubject, { locks: false }).key)).toThrow('RH522');
  });

  it('may be an infinite run, which is judged again', async () => {
    const { properties } = await check(house.system, house.properties);
    const { trace } = properties.find(({ name }) => name === 'who knocks gets in')!;
    const lasso = pathOf(
      house,
      trace!.steps.map(({ step }) => step),
    );
    const property = 'who knocks gets in';
    expect(runOf(house, lasso, { property, loop: trace!.loop!.from }).loop).toEqual(trace!.loop);
    // One knock may be followed by nothing else at all only if nobody has promised anything.
    const unfair = pathOf(house, ['guest: knock']);
    expect(() => runOf(house, unfair, { property, loop: 1 })).toThrow(/RH206.*not fair/);
    expect(() => runOf(house, unfair, { property: 'locked in', loop: 1 })).toThrow('RH522');
    expect(() => runOf(house, unfair, { property: 'none', loop: 1 })).toThrow('RH409');
  });
});

describe('a state', () => {
  const names = (numbers: readonly { number: number }[]): string[] =>
    numbers.map(({ number }) => house.system.steps[number]!.name);

  it('has the steps that are possible, and for the others who refuses', () => {
    const here = hereOf(house, []);
    expect(names(here.enabled)).toEqual(['guest: knock', 'host: open', 'host: lock']);
    expect(here.enabled[1]!.changes).toEqual([
      { actor: 'door', path: ['value'], before: { shut: 'unlocked' }, after: 'ajar' },
    ]);
    expect(names(here.refused)).toEqual(['host: close', 'guest: enter', 'guest: leave']);
    expect(here.refused[0]!.by).toEqual([{ actor: 'door', event: 'close' }]);
    // Nothing is delivered there, so nobody refuses.
    expect(here.refused[1]!.by).toEqual([]);
    expect(here).toMatchObject({ findings: [], end: false });
  });

  it('has what the properties find in it, and in the step that led to it', () => {
    const entering = ['guest: knock', 'guest: knock', 'host: open', 'guest: enter', 'host: close'];
    const closed = hereOf(house, pathOf(house, entering));
    expect(closed.findings.map(({ property }) => property)).toEqual(['nobody closes on a guest']);
    const locked = hereOf(house, pathOf(house, [...entering, 'host: lock']));
    expect(locked.findings).toEqual([
      {
        property: 'locked in',
        kind: 'never',
        reads: [
          { path: 'guest.matches("inside")', value: true },
          { path: 'door.matches({"shut":"locked"})', value: true },
        ],
      },
      { property: 'no deadlock', kind: 'deadlock', reads: [] },
    ]);
    expect(locked.end).toBe(false);
  });

  it('of OS-8627 is the panic, at the end of the trace that a check finds', async () => {
    const built = build(os8627);
    const { properties } = await check(built.system, built.properties);
    const { trace } = properties.find(({ name }) => name === 'dd_ref never underflows')!;
    const path = pathOf(
      built,
      trace!.steps.map(({ step }) => step),
    );
    const { findings, end } = hereOf(built, path);
    expect(findings.map(({ property }) => property)).toContain('dd_ref never underflows');
    expect(findings[0]!.values).toEqual(trace!.values);
    expect(end).toBe(true);
  });
});
