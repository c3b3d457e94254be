/** What a user of the library does, compiled and run against the installed package. */
import { setup } from 'xstate';
import { check, defineSystem } from 'refhold';
import { scenarios } from 'refhold/machines';
import { properties, system } from './readme-example.ts';

const { exploration, properties: results } = await check(system, properties);
expect('states', exploration.states, 6);
expect('verdicts', results.map(({ verdict }) => verdict).join(), 'violated,holds');
expect('steps', results[0]?.trace?.steps.length, 3);

const scenario = scenarios.find(({ name }) => name === 'os-8627');
expect('a scenario that comes with refhold', scenario?.kind, 'refhold.scenario');

console.log('The library works from outside.');

function expect(what: string, got: unknown, wanted: unknown): void {
  if (got !== wanted) throw new Error(`${what}: ${String(got)} instead of ${String(wanted)}`);
}

const machine = setup({ types: { events: {} as { type: 'ping' } } }).createMachine({ on: { ping: '.' } });

/** The compiler has to refuse it. */
export const mistaken = (): unknown =>
  defineSystem({
    actors: { machine },
    // @ts-expect-error no such event
    steps: (step) => [step('mistake', () => ({ machine: { type: 'pong' } }))],
  });
