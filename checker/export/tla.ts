/**
 * TLA+, for TLC (and for TLAPS or Apalache, after a look at it). Local states are strings; an event is a function from the
 * local states that take it to those that follow; a step is an action. Stuttering and fairness mean the same in both.
 */
import type { FairSet } from '../liveness/fairness.ts';
import { UNEXPLORED } from './decision.ts';
import { Model } from './model.ts';
import type { Alternative, Dialect } from './model.ts';
import { fullText, identifier } from './names.ts';
import type { Network, NetworkProperty } from './network.ts';
import { TLA_WORDS } from './reserved.ts';
import { all, any, ascii, preamble } from './text.ts';
import { conjunction, formulaText, section } from './tlaText.ts';
import type { Exported, Title, Unsaid } from './text.ts';

/** What a name in the configuration of TLC means. */
export interface TlaCheck {
  /** The operator that is checked. */
  readonly operator: string;
  readonly property?: number;
  /**
   * - `invariant`: violated where the property finds something; with `step`, if that step is taken next.
   * - `witness`: an invariant whose violation is what one looks for.
   * - `triggered`: an invariant whose violation says that what the property is about happens.
   * - `temporal`: a property of runs.
   * - `unexplored`: an invariant: nothing is asked that refhold was never asked.
   */
  readonly kind: 'invariant' | 'witness' | 'triggered' | 'temporal' | 'unexplored';
  readonly step?: number;
}

export interface TlaExport extends Exported {
  readonly module: string;
  readonly checks: readonly TlaCheck[];
  /** By name of the action: the step. */
  readonly actions: ReadonlyMap<string, number>;
}

const dialect: Dialect = {
  words: TLA_WORDS,
  statesApart: true,
  yes: 'TRUE',
  no: 'FALSE',
  and: (parts) => parts.join(' /\\ '),
  or: (parts) => `(${parts.map((part) => (part.includes(' /\\ ') ? `(${part})` : part)).join(' \\/ ')})`,
  is: (variable, state) => `${variable} = "${state}"`,
  isNot: (variable, state) => `${variable} # "${state}"`,
  isIn: (variable, set) => `${variable} \\in ${set}`,
};

export function toTla(network: Network, title: Title): TlaExport {
  return new Tla(network, title).write();
}

class Tla {
  readonly #network: Network;
  readonly #title: Title;
  readonly #model: Model;
  readonly #checks: TlaCheck[] = [];
  readonly #unsaid: Unsaid[] = [];
  /** Conditions under which something is asked that nobody knows. */
  readonly #unknown: string[] = [];

  constructor(network: Network, title: Title) {
    this.#network = network;
    this.#title = title;
    this.#model = new Model(network, dialect);
  }

  write(): TlaExport {
    const module = this.#title.module ?? identifier(this.#title.name);
    // What follows needs sets of local states, which stand above it.
    const steps = [
      ...this.#model.alternatives.flatMap((alternative) => this.#step(alternative)),
      '\\* Where nobody knows: nobody was asked, or the model threw',
      `unexplored_step == ${this.#model.unexploredStep()}`,
    ];
    const fairness = this.#fairness();
    const properties = this.#network.properties.flatMap((property, i) => this.#property(property, i));
    const unexplored = this.#unexplored();
    const lines = [
      `---- MODULE ${module} ----`,
      ...preamble(this.#title, this.#network).map((line) => `\\* ${ascii(line)}`.trimEnd()),
      ...this.#notes(module),
      '',
      ...this.#variables(),
      ...section('Sets of local states'),
      ...this.#model.sets.map(({ name, actor, locals }) => `${name} == ${this.#list(actor, locals)}`),
      ...section('Events: from the local states that take one to those that follow'),
      ...this.#events(),
      ...section('Steps'),
      ...steps,
      ...this.#next(),
      ...fairness,
      ...section('Properties'),
      ...unexplored,
      ...properties,
      '',
      '====',
    ];
    return {
      module,
      files: [
        { ending: 'tla', text: `${lines.join('\n')}\n` },
        { ending: 'cfg', text: this.#configuration() },
      ],
      unsaid: this.#unsaid,
      checks: this.#checks,
      actions: new Map(this.#model.alternatives.map(({ name, step }) => [name, step])),
    };
  }

  #notes(module: string): string[] {
    const witnesses = this.#checks.filter(({ kind }) => kind === 'witness' || kind === 'triggered');
    return [
      '\\*',
      `\\* java -cp tla2tools.jar tlc2.TLC -config ${module}.cfg ${module}`,
      ...(witnesses.length === 0
        ? []
        : [
            '\\* Invariants that are not in the configuration: their violation is the way to what one looks for.',
          ]),
      ...witnesses.map(({ operator }) => `\\*   ${operator}`),
      ...(this.#unsaid.length === 0 ? [] : ['\\* What is not said here:']),
      ...this.#unsaid.map(({ property, why }) => `\\*   ${ascii(property)}: ${why}`),
    ];
  }

  #variables(): string[] {
    const { actors } = this.#network;
    const { states } = this.#model;
    const names = this.#model.actors;
    return [
      `VARIABLES ${names.join(', ')}`,
      `vars == <<${names.join(', ')}>>`,
      ...actors.flatMap((actor, i) => [
        '',
        `\\* ${ascii(actor.name)}, machine ${ascii(actor.machine)}`,
        ...actor.states.map((state, local) => `\\*   "${states[i]![local]!}": ${ascii(fullText(state))}`),
      ]),
      '',
      ...conjunction(
        'TypeOK',
        names.map((name, i) => `${name} \\in ${this.#list(i, [...states[i]!.keys()])}`),
      ),
      ...conjunction(
        'Init',
        names.map((name, i) => dialect.is(name, states[i]![0]!)),
      ),
    ];
  }

  #list(actor: number, locals: readonly number[]): string {
    return `{${locals.map((local) => `"${this.#model.states[actor]![local]!}"`).join(', ')}}`;
  }

  #events(): string[] {
    const used = [...new Set(this.#model.alternatives.flatMap(({ set }) => this.#network.sets[set]!))];
    return used
      .sort((a, b) => a - b)
      .flatMap((id) => {
        const { actor, label, targets } = this.#network.events[id]!;
        const states = this.#model.states[actor]!;
        const entries = [...targets].flatMap((target, local) =>
          target < 0 ? [] : [`${states[local]!} |-> "${states[target]!}"`],
        );
        return [
          `\\* ${ascii(this.#network.actors[actor]!.name)}: ${ascii(label)}`,
          `${this.#model.events[id]!} == [${entries.join(',\n  ')}]`,
        ];
      });
  }

  #step(alternative: Alternative): string[] {
    const { step, set, can, name } = alternative;
    const { name: title, at, about } = this.#network.steps[step]!;
    const { actors } = this.#model;
    const members = this.#network.sets[set]!;
    const receivers = members.map((id) => this.#network.events[id]!.actor);
    const rest = actors.filter((_, actor) => !receivers.includes(actor));
    return [
      `\\* ${[title, at, about]
        .filter((one) => one !== undefined)
        .map(ascii)
        .join(' - ')}`,
      `${can} == ${this.#model.possible(alternative)}`,
      ...conjunction(name, [
        can,
        ...members.map((id, i) => {
          const variable = actors[receivers[i]!]!;
          return `${variable}' = ${this.#model.events[id]!}[${variable}]`;
        }),
        ...(rest.length === 0 ? [] : [`UNCHANGED <<${rest.join(', ')}>>`]),
      ]),
    ];
  }

  #next(): string[] {
    const names = this.#model.alternatives.map(({ name }) => name);
    return [
      '',
      names.length === 0 ? 'Next == FALSE' : `Next ==\n${names.map((name) => `  \\/ ${name}`).join('\n')}`,
    ];
  }

  #fairness(): string[] {
    const { fair } = this.#network;
    const promises = fair.map((set, i) => this.#promise(set, i));
    return [
      ...section('Fairness: a step that changes nothing can be taken at any time, unseen'),
      ...promises.flatMap(({ lines }) => lines),
      ...conjunction('Fairness', promises.length === 0 ? ['TRUE'] : promises.map(({ formula }) => formula)),
      'Spec == Init /\\ [][Next]_vars /\\ Fairness',
    ];
  }

  #promise({ name, kind, steps }: FairSet, i: number): { lines: string[]; formula: string } {
    const mine = this.#model.alternatives.filter(({ step }) => steps.includes(step));
    const action = any(
      mine.map((one) => one.name),
      this.#model.syntax,
    );
    const idle = any(
      mine.map((one) => this.#stays(one)),
      this.#model.syntax,
    );
    const operator = `promise_${i + 1}`;
    const fair = kind === 'weak' ? 'WF' : 'SF';
    const lines = [`\\* ${kind}: ${ascii(name)}`, `${operator} == ${action}`];
    if (idle === 'FALSE') return { lines, formula: `${fair}_vars(${operator})` };
    lines[1] = `${operator}_idle == ${idle}`;
    lines.push(`${operator} == ${action} /\\ ~${operator}_idle`);
    const formula = `${fair}_vars(${operator})`;
    return { lines, formula: kind === 'weak' ? formula : `(${formula} \\/ []<>${operator}_idle)` };
  }

  /** That a step is possible and leaves everybody where they are. */
  #stays({ set, can }: Alternative): string {
    const same = this.#network.sets[set]!.map((id) => {
      const { actor, targets } = this.#network.events[id]!;
      const locals = [...targets.keys()].filter((local) => targets[local] === local);
      return locals.length === 0 ? 'FALSE' : this.#model.among(actor, locals);
    });
    return all([can, ...same], this.#model.syntax);
  }

  #unexplored(): string[] {
    this.#checks.push({ operator: 'NoUnexploredStep', kind: 'unexplored' });
    return [
      '\\* Nothing is asked that refhold was never asked.',
      ...conjunction(
        'NoUnexploredStep',
        ['unexplored_step', ...this.#unknown].map((text) => `~(${text})`),
      ),
    ];
  }

  #property(property: NetworkProperty, i: number): string[] {
    const { kind, name, findings, onSteps, atoms, formula } = property;
    const model = this.#model;
    const lines = [
      '',
      `\\* ${kind}: ${ascii(name)}${property.text === undefined ? '' : `, ${property.text}`}`,
    ];
    const base = model.names.make(name);
    const invariant = (operator: string, bad: string, check: Omit<TlaCheck, 'operator'>): void => {
      this.#checks.push({ operator, ...check });
      lines.push(`${operator} == ~(${bad})`);
    };
    const also = (text: string): void => {
      if (text !== 'FALSE') this.#unknown.push(text);
    };
    if (kind === 'deadlock') {
      const none = all(
        // Where nobody knows whether a step is possible, nobody knows that none is.
        [...model.alternatives.map(({ can }) => `~${can}`), '~unexplored_step'],
        model.syntax,
      );
      invariant(base, all([none, model.when([this.#network.ends], 0)], model.syntax), {
        kind: 'invariant',
        property: i,
      });
      also(all([none, model.when([this.#network.ends], UNEXPLORED)], model.syntax));
    } else if (findings.length > 0) {
      invariant(base, model.when(findings, 1), {
        kind: kind === 'reachable' ? 'witness' : 'invariant',
        property: i,
      });
      also(model.when(findings, UNEXPLORED));
    }
    if (kind === 'onStep') {
      const about = any(
        onSteps.map(({ step, set }) => this.#can(step, set)),
        model.syntax,
      );
      invariant(model.names.make(`never ${name}`), about, { kind: 'triggered', property: i });
      for (const step of new Set(onSteps.map((one) => one.step))) {
        const says = (answer: number): string =>
          any(
            onSteps
              .filter((one) => one.step === step)
              .map(({ set, finding }) =>
                all([this.#can(step, set), model.when(finding, answer)], model.syntax),
              ),
            model.syntax,
          );
        also(says(UNEXPLORED));
        if (says(1) === 'FALSE') continue;
        lines.push(`\\*   before ${ascii(this.#network.steps[step]!.name)}`);
        invariant(model.names.make(`${name} ${this.#network.steps[step]!.name}`), says(1), {
          kind: 'invariant',
          property: i,
          step,
        });
      }
    }
    const names = atoms.map(({ name: atom }) => model.names.make(`${name.slice(0, 40)} ${atom}`));
    atoms.forEach(({ decision }, atom) => {
      lines.push(`${names[atom]!} == ${model.when([decision], 1)}`);
      also(model.when([decision], UNEXPLORED));
    });
    if (kind === 'leadsTo')
      invariant(model.names.make(`never ${name}`), names[0]!, { kind: 'triggered', property: i });
    if (kind === 'recoverable') {
      this.#unsaid.push({
        property: name,
        why: 'TLA+ speaks of runs; that there is always a way is about the branching of runs',
      });
    }
    if (formula !== undefined) lines.push(...this.#temporal(property, base, names, i));
    return lines;
  }

  #temporal(
    { kind, name, formula }: NetworkProperty,
    operator: string,
    atoms: readonly string[],
    i: number,
  ): string[] {
    const text = kind === 'leadsTo' ? `${atoms[0]!} ~> ${atoms[1]!}` : formulaText(formula!, atoms);
    if (text === undefined) {
      this.#unsaid.push({ property: name, why: 'TLA+ has no operator for until, release or weak until' });
      return [];
    }
    this.#checks.push({ operator, kind: 'temporal', property: i });
    return [`${operator} == ${text}`];
  }

  #can(step: number, set: number): string {
    return this.#model.alternatives.find((one) => one.step === step && one.set === set)?.can ?? 'FALSE';
  }

  #configuration(): string {
    const of = (...kinds: TlaCheck['kind'][]): string[] =>
      this.#checks.filter(({ kind }) => kinds.includes(kind)).map(({ operator }) => `  ${operator}`);
    const temporal = of('temporal');
    return [
      'SPECIFICATION Spec',
      '\\* Some states are accepted ends; that no others are without steps is an invariant.',
      'CHECK_DEADLOCK FALSE',
      'INVARIANTS',
      '  TypeOK',
      ...of('unexplored', 'invariant'),
      ...(temporal.length === 0 ? [] : ['PROPERTIES', ...temporal]),
      '',
    ].join('\n');
  }
}
