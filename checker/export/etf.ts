/**
 * LTSmin's enumerated table format: per step, a table of who goes from where to where. Each property is a state label
 * that is `true` where it finds something. What was never asked is an edge labelled `unexplored`, which leads nowhere new:
 * `etf2lts-mc --action=unexplored` finds it.
 */
import { UNEXPLORED, isLeaf } from './decision.ts';
import type { Decision } from './decision.ts';
import { Names, stateTexts } from './names.ts';
import { LEADS_NOWHERE, REFUSES, sizesOf } from './network.ts';
import type { Network, NetworkProperty } from './network.ts';
import { RefholdError } from '../errors.ts';
import { preamble } from './text.ts';
import type { Exported, Title, Unsaid } from './text.ts';

/** Rows of all tables together at most. */
const MOST_ROWS = 2_000_000;

/** Local states by actor as far as a row looks at them; −1 for the others. */
type Row = readonly number[];

/** The label of the edge that says that something was never asked. */
export const UNEXPLORED_LABEL = 'unexplored';

/** Throws RH501 if the tables would be too long. */
export function toEtf(network: Network, title: Title, mostRows = MOST_ROWS): Exported {
  return new Etf(network, title, mostRows).write();
}

class Etf {
  readonly #network: Network;
  readonly #title: Title;
  readonly #sizes: readonly number[];
  readonly #unsaid: Unsaid[] = [];
  readonly #mostRows: number;
  #rows = 0;

  constructor(network: Network, title: Title, mostRows: number) {
    this.#mostRows = mostRows;
    this.#network = network;
    this.#title = title;
    this.#sizes = sizesOf(network);
  }

  write(): Exported {
    const { actors, steps, properties } = this.#network;
    const names = new Names(['step']);
    const variables = actors.map(({ name }) => names.make(name));
    const labels = [UNEXPLORED_LABEL, ...steps.map(({ name }) => name)];
    const tables = steps.map((_, step) => this.#table(step));
    const maps = properties.flatMap((property) => this.#map(property, names));
    const lines = [
      'begin state',
      variables.map((name) => `${name}:${name}`).join(' '),
      'end state',
      'begin edge',
      'step:step',
      'end edge',
      'begin init',
      variables.map(() => '0').join(' '),
      'end init',
      ...tables.flat(),
      ...maps,
      ...actors.flatMap(({ states }, i) => this.#sort(variables[i]!, stateTexts(states))),
      ...this.#sort('step', labels),
      ...this.#sort('bool', ['false', 'true']),
    ];
    const notes = [
      ...preamble(this.#title, this.#network),
      '',
      'ETF has no comments; these are the notes of the file next to this one.',
      `An edge "${UNEXPLORED_LABEL}" says that a step or property was asked what refhold was never asked.`,
      'State labels are true where a property finds something: a violation, or what `reachable` looks for.',
      ...this.#unsaid.map(({ property, why }) => `Not said: ${property}: ${why}`),
    ];
    return {
      files: [
        { ending: 'etf', text: `${lines.join('\n')}\n` },
        { ending: 'etf.txt', text: `${notes.join('\n')}\n` },
      ],
      unsaid: this.#unsaid,
    };
  }

  #sort(name: string, values: readonly string[]): string[] {
    return [
      `begin sort ${name}`,
      ...values.map((value) => `"${value.replace(/["\\]/g, "'").replace(/\s+/g, ' ')}"`),
      'end sort',
    ];
  }

  #table(step: number): string[] {
    const lines: string[] = [];
    const { decision } = this.#network.steps[step]!;
    this.#paths(decision, (answer, row) => {
      if (answer === 0) return;
      if (answer === UNEXPLORED) lines.push(this.#edge(row, [], 0));
      else
        this.#deliver(answer, row, (next, targets) =>
          lines.push(this.#edge(next, targets, targets.length === 0 ? 0 : step + 1)),
        );
    });
    return ['begin trans', ...lines, 'end trans'];
  }

  /** The rows of a set of deliveries: with targets by actor, or without if nobody knows one of them. */
  #deliver(set: number, row: Row, emit: (row: Row, targets: readonly number[]) => void): void {
    const members = this.#network.sets[set]!.map((id) => this.#network.events[id]!);
    const go = (i: number, locals: number[], targets: number[], lost: boolean): void => {
      const member = members[i];
      if (member === undefined) {
        emit(locals, lost ? [] : targets);
        return;
      }
      const { actor, targets: leads } = member;
      const from = locals[actor]! >= 0 ? [locals[actor]!] : [...leads.keys()];
      for (const local of from) {
        const target = leads[local]!;
        if (target === REFUSES) continue;
        go(i + 1, locals.with(actor, local), targets.with(actor, target), lost || target === LEADS_NOWHERE);
      }
    };
    go(
      0,
      [...row],
      this.#sizes.map(() => -1),
      false,
    );
  }

  #edge(row: Row, targets: readonly number[], label: number): string {
    this.#count();
    const cells = row.map((local, actor) => {
      const target = targets[actor] ?? -1;
      return local < 0 ? '*' : `${local}/${target < 0 ? local : target}`;
    });
    return `${cells.join(' ')} ${label}`;
  }

  #map({ kind, name, findings, onSteps, atoms, formula }: NetworkProperty, names: Names): string[] {
    if (kind === 'deadlock') {
      this.#unsaid.push({
        property: name,
        why: 'search with --deadlock; the label "ends" is true where having no step is accepted',
      });
      return this.#label('ends', [this.#network.ends]);
    }
    if (onSteps.length > 0 || kind === 'onStep') {
      this.#unsaid.push({ property: name, why: 'state labels cannot speak of steps' });
      return [];
    }
    if (formula !== undefined || kind === 'recoverable') {
      const label = names.make(name);
      const said = atoms.map((atom) => `${label}_${atom.name}`);
      this.#unsaid.push({
        property: name,
        why: `it is about runs; its atoms are the labels ${said.join(', ')}`,
      });
      return atoms.flatMap(({ decision }, i) => this.#label(said[i]!, [decision]));
    }
    return this.#label(names.make(name), findings);
  }

  #label(name: string, decisions: readonly Decision[]): string[] {
    const lines: string[] = [];
    // Later tables would only say again what an earlier one has said.
    const either = (i: number, row: Row): void => {
      const decision = decisions[i];
      if (decision === undefined) {
        this.#count();
        lines.push(`${row.map((local) => (local < 0 ? '*' : String(local))).join(' ')} 0`);
        return;
      }
      this.#paths(
        decision,
        (answer, next) => {
          if (answer === 0) {
            either(i + 1, next);
            return;
          }
          this.#count();
          lines.push(`${next.map((local) => (local < 0 ? '*' : String(local))).join(' ')} 1`);
        },
        row,
      );
    };
    either(
      0,
      this.#sizes.map(() => -1),
    );
    return [`begin map ${name}:bool`, ...lines, 'end map'];
  }

  /** Every combination of local states that a decision tells apart. What is unexplored counts as a finding of labels. */
  #paths(
    decision: Decision,
    visit: (answer: number, row: Row) => void,
    from: Row = this.#sizes.map(() => -1),
  ): void {
    const go = (one: Decision, row: Row): void => {
      if (isLeaf(one)) {
        visit(one.answer, row);
        return;
      }
      const fixed = row[one.actor]!;
      for (const { locals, then } of one.branches) {
        for (const local of locals) if (fixed < 0 || fixed === local) go(then, row.with(one.actor, local));
      }
    };
    go(decision, from);
  }

  #count(): void {
    if (++this.#rows <= this.#mostRows) return;
    throw new RefholdError('RH501', {
      what: `the tables of ${this.#title.name} would have more than ${this.#mostRows} rows`,
      fix: 'Take a smaller size, or a format that keeps conditions: promela, tla or mcrl2.',
    });
  }
}
