import { setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { defineSystem } from '../../../checker/index.ts';
import type { Fairness, System, View } from '../../../checker/index.ts';

type OneActor = Record<'it', AnyStateMachine>;

interface Details {
  readonly fairness?: Readonly<Record<string, Fairness>>;
  /** Who takes which step. */
  readonly by?: Readonly<Record<string, string>>;
  readonly fair?: Readonly<Record<string, 'weak' | 'strong'>>;
}

/**
 * A drawn graph as a system of one actor, `it`: per step, its edges, as `from>to`. The first state named is the first.
 *
 * @example oneActor({ go: 'a>b b>a', leave: 'b>c' }, { fairness: { leave: 'weak' } })
 */
export function oneActor(edges: Readonly<Record<string, string>>, details: Details = {}): System<OneActor> {
  const all = Object.entries(edges).flatMap(([step, text]) =>
    text.split(' ').map((edge) => ({ step, from: edge.split('>')[0]!, to: edge.split('>')[1]! })),
  );
  const names = [...new Set(all.flatMap(({ from, to }) => [from, to]))];
  const machine = setup({}).createMachine({
    id: 'drawn',
    initial: names[0]!,
    states: Object.fromEntries(
      names.map((name) => {
        const here = all.filter(({ from }) => from === name);
        return [name, { on: Object.fromEntries(here.map(({ step, to }) => [step, to])) }];
      }),
    ),
  }) as AnyStateMachine;
  return defineSystem({
    actors: { it: machine },
    steps: Object.fromEntries(
      Object.keys(edges).map((name) => [
        name,
        {
          fairness: details.fairness?.[name] ?? 'none',
          ...(details.by?.[name] === undefined ? {} : { by: details.by[name] }),
          deliver: () => ({ it: { type: name } }),
        },
      ]),
    ),
    ...(details.fair === undefined ? {} : { fair: details.fair }),
  });
}

/** Whether `it` is in one of these states. */
export function at(...names: readonly string[]): (state: View<OneActor>) => boolean {
  return ({ it }) => names.includes(it.value as string);
}
