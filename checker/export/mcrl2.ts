/**
 * mCRL2: one process whose parameters are the local states, with an action per step. Properties are formulas of the modal
 * mu-calculus, which can also say that there is always a way; what they speak of is shown by actions that change nothing.
 */
import { UNEXPLORED } from './decision.ts';
import { Model } from './model.ts';
import type { Dialect } from './model.ts';
import { fullText } from './names.ts';
import type { Network, NetworkProperty } from './network.ts';
import { MCRL2_WORDS } from './reserved.ts';
import { all, any, ascii, infix, preamble } from './text.ts';
import type { Exported, Title, Unsaid } from './text.ts';

const dialect: Dialect = {
  words: MCRL2_WORDS,
  statesApart: false,
  yes: 'true',
  no: 'false',
  ...infix,
  is: (variable, state) => `${variable} == ${state}`,
  isNot: (variable, state) => `${variable} != ${state}`,
  isIn: (variable, set) => `${set}(${variable})`,
};

export function toMcrl2(network: Network, title: Title): Exported {
  return new Mcrl2(network, title).write();
}

/** Something that can be seen of a state: an action that changes nothing. */
interface Sight {
  readonly action: string;
  readonly when: string;
  readonly comment: string;
}

class Mcrl2 {
  readonly #network: Network;
  readonly #title: Title;
  readonly #model: Model;
  readonly #sights: Sight[] = [];
  readonly #formulas: { readonly ending: string; readonly text: string }[] = [];
  readonly #unsaid: Unsaid[] = [];

  constructor(network: Network, title: Title) {
    this.#network = network;
    this.#title = title;
    this.#model = new Model(network, dialect);
  }

  write(): Exported {
    const unexplored = [this.#model.unexploredStep()];
    this.#formula('unexplored', 'nothing is asked that refhold was never asked', '[true* . unexplored]false');
    this.#network.properties.forEach((property) => {
      unexplored.push(...this.#property(property));
    });
    const steps = this.#model.alternatives.map((alternative) => {
      const members = this.#network.sets[alternative.set]!;
      const assigned = members.map((id) => {
        const variable = this.#model.actors[this.#network.events[id]!.actor]!;
        return `${variable} = ${this.#model.events[id]!}(${variable})`;
      });
      const { name } = this.#network.steps[alternative.step]!;
      return [
        `    % ${ascii(name)}`,
        `    (${this.#model.possible(alternative)})`,
        `      -> ${alternative.name} . System(${assigned.join(', ')})`,
      ].join('\n');
    });
    const sights = [
      {
        action: 'unexplored',
        when: any(unexplored, this.#model.syntax),
        comment: 'what refhold was never asked',
      },
      ...this.#sights,
    ].map(({ action, when, comment }) => `    % ${ascii(comment)}\n    (${when}) -> ${action} . System()`);
    const actions = [
      ...this.#model.alternatives.map(({ name }) => name),
      'unexplored',
      ...this.#sights.map(({ action }) => action),
    ];
    const text = [
      ...preamble(this.#title, this.#network).map((line) => `% ${ascii(line)}`.trimEnd()),
      '%',
      '% mcrl22lps FILE.mcrl2 FILE.lps && lps2pbes --formula=FORMULA.mcf FILE.lps FILE.pbes && pbes2bool FILE.pbes',
      ...this.#unsaid.map(({ property, why }) => `% Not said: ${ascii(property)}: ${why}`),
      '',
      ...this.#sorts(),
      ...this.#setMaps(),
      ...this.#eventMaps(),
      'act',
      `  ${actions.join(',\n  ')};`,
      '',
      'proc',
      `  System(${this.#model.actors.map((name) => `${name}: S_${name}`).join(', ')}) =`,
      [...steps, ...sights].join('\n    +\n'),
      '  ;',
      '',
      `init System(${this.#model.states.map((states) => states[0]!).join(', ')});`,
      '',
    ].join('\n');
    return { files: [{ ending: 'mcrl2', text }, ...this.#formulas], unsaid: this.#unsaid };
  }

  #sorts(): string[] {
    return this.#network.actors.flatMap(({ name, machine, states }, actor) => [
      `% ${ascii(name)}, machine ${ascii(machine)}`,
      `sort S_${this.#model.actors[actor]!} = struct`,
      ...states.map(
        (state, local) =>
          `  ${local === 0 ? ' ' : '|'} ${this.#model.states[actor]![local]!}${local === states.length - 1 ? ';' : ''} % ${ascii(fullText(state))}`,
      ),
      '',
    ]);
  }

  #setMaps(): string[] {
    return this.#model.sets.flatMap(({ name, actor, locals }) => [
      `map ${name}: S_${this.#model.actors[actor]!} -> Bool;`,
      'eqn',
      ...this.#model.states[actor]!.map((state, local) => `  ${name}(${state}) = ${locals.includes(local)};`),
      '',
    ]);
  }

  /** Where an event is refused, its map is never asked; it stays where it is, so that it says something. */
  #eventMaps(): string[] {
    const used = [...new Set(this.#model.alternatives.flatMap(({ set }) => this.#network.sets[set]!))];
    return used
      .sort((a, b) => a - b)
      .flatMap((id) => {
        const { actor, label, targets } = this.#network.events[id]!;
        const sort = `S_${this.#model.actors[actor]!}`;
        const states = this.#model.states[actor]!;
        return [
          `% ${ascii(this.#network.actors[actor]!.name)}: ${ascii(label)}`,
          `map ${this.#model.events[id]!}: ${sort} -> ${sort};`,
          'eqn',
          ...[...targets].map(
            (target, local) =>
              `  ${this.#model.events[id]!}(${states[local]!}) = ${states[target < 0 ? local : target]!};`,
          ),
          '',
        ];
      });
  }

  /** Adds what a property needs; returns the conditions under which it asks what nobody knows. */
  #property({ kind, name, findings, onSteps, atoms, formula }: NetworkProperty): string[] {
    const model = this.#model;
    const base = model.names.make(name);
    const steps = model.alternatives.map((one) => one.name);
    const someStep = steps.length === 0 ? 'false' : `<${steps.join(' || ')}>true`;
    const see = (action: string, when: string, comment: string): string => {
      this.#sights.push({ action, when, comment });
      return action;
    };
    if (kind === 'deadlock') {
      const end = see(
        model.names.make(`end ${name}`),
        model.when([this.#network.ends], 1),
        'an accepted end',
      );
      this.#formula(base, name, `[true*](${someStep} || <${end}>true || <unexplored>true)`);
      const none = all(
        // Where nobody knows whether a step is possible, nobody knows that none is.
        model.alternatives.map((one) => `!(${model.possible(one)})`).concat(`!(${model.unexploredStep()})`),
        model.syntax,
      );
      return [all([none, model.when([this.#network.ends], UNEXPLORED)], model.syntax)];
    }
    if (kind === 'recoverable') {
      const goal = see(
        model.names.make(`goal ${name}`),
        model.when([atoms[0]!.decision], 1),
        `${name}: the goal`,
      );
      this.#formula(base, name, `[true*](mu X . <${goal}>true || <true>X)`);
      return [model.when([atoms[0]!.decision], UNEXPLORED)];
    }
    if (formula !== undefined) {
      this.#unsaid.push({
        property: name,
        why: 'fairness of steps is no part of its process; its formula would be another one',
      });
      return [];
    }
    if (kind === 'onStep') {
      const says = (answer: number): string =>
        any(
          onSteps.map(({ step, set, finding }) => {
            const possible = model.possible({ step, set });
            return all([possible, model.when(finding, answer)], model.syntax);
          }),
          model.syntax,
        );
      const bad = see(
        model.names.make(`about to violate ${name}`),
        says(1),
        `${name}: violated by the next step`,
      );
      this.#formula(base, name, `[true* . ${bad}]false`);
      return [says(UNEXPLORED)];
    }
    const found = see(
      model.names.make(`${kind === 'reachable' ? 'reached' : 'violated'} ${name}`),
      model.when(findings, 1),
      name,
    );
    this.#formula(base, name, kind === 'reachable' ? `<true* . ${found}>true` : `[true* . ${found}]false`);
    return [model.when(findings, UNEXPLORED)];
  }

  #formula(file: string, comment: string, text: string): void {
    this.#formulas.push({ ending: `${file}.mcf`, text: `% ${ascii(comment)}\n${text}\n` });
  }
}
