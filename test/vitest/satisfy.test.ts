import { describe, expect, it, test } from 'vitest';
import '../../checker/vitest.ts';
import { always, leadsTo, reachable } from '../../checker/index.ts';
import type { ActorsOf } from '../../checker/index.ts';
import { system as looping } from '../cli/fixtures/loop.ts';
import link from '../cli/fixtures/link.ts';

const { system: freed, properties } = link.build({});
const { system: guarded } = link.build({ guard: true });
const named = (name: string) => properties.find((property) => property.name === name)!;

/** The message of what an assertion throws. */
async function failure(assertion: Promise<void>): Promise<string> {
  try {
    await assertion;
  } catch (thrown) {
    return (thrown as Error).message;
  }
  throw new Error('it did not fail');
}

describe('toSatisfy', () => {
  it('passes where a property holds', async () => {
    await expect(guarded).toSatisfy(named('refs never underflow'));
    await expect(looping).toSatisfy(reachable('somebody gets lost', (s) => s.wanderer.matches('lost')));
  });

  it('fails with the trace where it is violated', async () => {
    expect(await failure(expect(freed).toSatisfy(named('refs never underflow')))).toMatchInlineSnapshot(`
      "The system does not satisfy “refs never underflow”: violated after 3 steps.

      ✘ refs never underflow · 3 steps
        start  net0: visible  snoop: idle
         1  snoop: open  dls_mgmt.c: dls_devnet_hold
            One more reference.
            → snoop: open                 idle → reading
            → net0: hold                  refs 1 → 2
         2  dladm: delete net0  dls_mgmt.c: dls_devnet_unset
            → net0: delete                visible → freed  refs 2 → 0
         3  snoop: close
            → snoop: close                reading → gone
            → net0: release {by:"snoop"}  refs 0 → -1

          ✘ violates  refs never underflow
            A release always finds a reference.
            because refs = -1
            it read net0.context.refs = -1
            cites   OS-8627 · OS-406"
    `);
  });

  it('fails with a loop where something good never happens', async () => {
    const home = leadsTo<ActorsOf<typeof looping>>(
      'it gets home',
      (s) => s.wanderer.matches('lost'),
      (s) => s.wanderer.matches('home'),
    );
    expect(await failure(expect(looping).toSatisfy(home))).toMatch(
      /violated after 2 steps, then 2 for ever\..*↻ steps 3 to 4 repeat for ever/s,
    );
  });

  it('with not, passes where it is violated, and fails where it holds', async () => {
    await expect(freed).not.toSatisfy(named('refs never underflow'));
    expect(await failure(expect(guarded).not.toSatisfy(named('refs never underflow')))).toBe(
      'The system satisfies “refs never underflow”: it holds in all of 5 states.',
    );
  });

  it('says that a state is not reachable, without a trace', async () => {
    const flying = reachable<ActorsOf<typeof looping>>('it flies', (s) => s.wanderer.hasTag('flying'));
    expect(await failure(expect(looping).toSatisfy(flying))).toMatch(
      /^The system does not satisfy “it flies”: no reachable state satisfies it\./,
    );
  });

  it.each(['', 'not'])('%s: fails where it is not decided, in words of its own', async (not) => {
    const assertion = expect(guarded);
    const message = await failure(
      (not ? assertion.not : assertion).toSatisfy(named('refs never underflow'), { maxStates: 2 }),
    );
    expect(message).toBe(
      '“refs never underflow” is not decided: the search stopped at `maxStates` 2, after 2 states. ' +
        'Raise `maxStates`, or leave it out. Incomplete is no verdict, neither for it nor against it.',
    );
  });

  it.each(['', 'not'])('%s: fails where it is vacuous, unless that is allowed', async (not) => {
    const { system, properties: others } = link.build({ admin: false });
    const property = others.find(({ name }) => name === 'only an unused link is deleted')!;
    const assertion = expect(system);
    const which = not ? assertion.not : assertion;
    expect(await failure(which.toSatisfy(property))).toMatch(/is vacuous: what it is about never happens/);
    if (not === '') await which.toSatisfy(property, { allowVacuous: true });
    else
      expect(await failure(which.toSatisfy(property, { allowVacuous: true }))).toMatch(
        /satisfies .* what it is about never happens in any of/,
      );
  });

  it('shows what is wrong with the model', async () => {
    const odd = always<ActorsOf<typeof looping>>('odd', () => 7 as never);
    expect(await failure(expect(looping).toSatisfy(odd))).toMatch(/RH209/);
    await expect(async () => expect(looping).toSatisfy('odd' as never)).rejects.toThrow('odd is no property');
  });

  test('of anything else is what Vitest has', () => {
    expect(7).toSatisfy((value: number) => value > 6);
    expect(7).not.toSatisfy((value: number) => value > 7);
    expect({ age: 7 }).toEqual({ age: expect.toSatisfy((value: number) => value > 6) as number });
    expect(() => {
      expect(7).toSatisfy((value: number) => value > 7, 'too young');
    }).toThrow('too young');
    expect(() => {
      expect(7).toSatisfy((value: number) => value > 7);
    }).toThrow(/expected 7 to satisfy/);
  });
});
