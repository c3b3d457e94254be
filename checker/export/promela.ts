/**
 * Promela, for SPIN. One process takes one step after the other, each as one indivisible transition, so that SPIN counts
 * the states that refhold counts. Findings are assertions that fail once, in the state nearest to the first one where
 * SPIN searches breadth first.
 */
import { UNEXPLORED } from './decision.ts';
import { Model } from './model.ts';
import type { Dialect, NamedSet } from './model.ts';
import { fullText } from './names.ts';

import type { Network, NetworkProperty } from './network.ts';
import { claimText } from './promelaClaims.ts';
import { PromelaFairness } from './promelaFairness.ts';
import { atomName, define, typeFor } from './promelaText.ts';
import { headerLines } from './promelaHeader.ts';
import type { PromelaClaim, PromelaFinding } from './promelaHeader.ts';
import { PROMELA_WORDS } from './reserved.ts';
import { all, any, harmless, infix } from './text.ts';
import type { Exported, Title, Unsaid } from './text.ts';

/** What SPIN's trails speak of. */
export interface PromelaExport extends Exported {
  /** By the number in the assertion. */
  readonly findings: readonly PromelaFinding[];
  /** By line of the file: the step that is taken there, or the finding that is made there. */
  readonly lines: ReadonlyMap<number, { readonly step?: number; readonly finding?: number }>;
  /** Never claims, by property. */
  readonly claims: ReadonlyMap<number, PromelaClaim>;
}

export function toPromela(network: Network, title: Title): PromelaExport {
  return new Promela(network, title).write();
}

/**
 * First moves of a claim that stands beside others. Where there are several, SPIN 6.5.2 keeps the place where each begins in
 * one byte (`c_cur` in pan.h). That place comes after two for each first move: a claim with 128 of them begins somewhere else,
 * reads nothing and finds nothing.
 */
const MOST_STARTS = 100;

const dialect: Dialect = {
  words: PROMELA_WORDS,
  statesApart: false,
  // As numbers, they also mean that in C.
  yes: '1',
  no: '0',
  ...infix,
  is: (variable, state) => `${variable} == ${state}`,
  isNot: (variable, state) => `${variable} != ${state}`,
  isIn: (_, set) => set,
};

class Promela {
  readonly #network: Network;
  readonly #title: Title;
  readonly #model: Model;
  readonly #lines: string[] = [];
  readonly #places = new Map<number, { step?: number; finding?: number }>();
  /** Number 0 would be an assertion that holds. */
  readonly #findings: PromelaFinding[] = [{ kind: 'unexplored' }, { kind: 'unexplored' }];
  readonly #claims = new Map<number, PromelaClaim>();
  readonly #unsaid: Unsaid[] = [];
  readonly #fairness: PromelaFairness;

  constructor(network: Network, title: Title) {
    this.#network = network;
    this.#title = title;
    this.#model = new Model(network, dialect);
    this.#fairness = new PromelaFairness(this.#model);
  }

  write(): PromelaExport {
    // The body comes first: what it needs is defined above it.
    const events = this.#events();
    const steps = this.#canLines();
    const promises = this.#fairness.lines();
    const properties = this.#properties();
    const process = this.#process();
    const claims = this.#claimLines();
    this.#put(...headerLines(this.#network, this.#title, this.#findings, this.#claims, this.#unsaid));
    this.#actors();
    this.#put(...this.#section('Sets of local states'), ...this.#model.sets.map((set) => this.#set(set)));
    this.#put(...events, ...steps, ...promises, ...properties);
    for (const { lines, place } of process) {
      if (place !== undefined) this.#places.set(this.#lines.length + 1, place);
      this.#put(...lines);
    }
    this.#put(...claims);
    return {
      files: [{ ending: 'pml', text: `${this.#lines.join('\n')}\n` }],
      unsaid: this.#unsaid,
      findings: this.#findings,
      lines: this.#places,
      claims: this.#claims,
    };
  }

  #put(...lines: readonly string[]): void {
    for (const line of lines) this.#lines.push(...line.split('\n'));
  }

  #section(title: string): string[] {
    return ['', `/* ${title} */`];
  }

  #actors(): void {
    this.#put('', '/* Actors: their local states, and where they start */');
    this.#network.actors.forEach(({ name, machine, states }, actor) => {
      const variable = this.#model.actors[actor]!;
      this.#put(
        '',
        `/* ${harmless(name)}, machine ${harmless(machine)} */`,
        ...states.map(
          (state, local) =>
            `#define ${this.#model.states[actor]![local]!} ${local} /* ${harmless(fullText(state))} */`,
        ),
        `${typeFor(states.length)} ${variable} = ${this.#model.states[actor]![0]!};`,
      );
    });
    this.#put('', 'c_decl { static unsigned char found[' + String(this.#findings.length) + ']; }');
  }

  /** As those that are in it or those that are not, whichever are fewer. */
  #set({ name, actor, locals }: NamedSet): string {
    const states = this.#model.states[actor]!;
    const variable = this.#model.actors[actor]!;
    const others = [...states.keys()].filter((local) => !locals.includes(local));
    return locals.length <= others.length
      ? define(name, locals.map((local) => dialect.is(variable, states[local]!)).join(' || '))
      : define(name, others.map((local) => dialect.isNot(variable, states[local]!)).join(' && '));
  }

  #events(): string[] {
    const used = new Set(this.#model.alternatives.flatMap(({ set }) => this.#network.sets[set]!));
    return [
      ...this.#section('Events: what becomes of their receivers'),
      ...[...used].sort((a, b) => a - b).flatMap((id) => this.#event(id)),
    ];
  }

  #event(id: number): string[] {
    const { actor, label, targets } = this.#network.events[id]!;
    const variable = this.#model.actors[actor]!;
    const byTarget = new Map<number, number[]>();
    targets.forEach((target, local) => {
      if (target >= 0 && target !== local) byTarget.set(target, [...(byTarget.get(target) ?? []), local]);
    });
    const stays = [...targets.keys()].filter((local) => targets[local] === local);
    const options = [
      ...[...byTarget].map(([target, locals]) => ({
        locals,
        does: `${variable} = ${this.#model.states[actor]![target]!}`,
      })),
      ...(stays.length === 0 ? [] : [{ locals: stays, does: 'skip' }]),
    ];
    const [only] = options;
    const body =
      options.length === 1
        ? [`  ${only!.does}`]
        : [
            '  if',
            ...options.map(({ locals, does }) => `  :: ${this.#model.among(actor, locals)} -> ${does}`),
            '  fi',
          ];
    return [
      `/* ${harmless(this.#network.actors[actor]!.name)}: ${harmless(label)} */`,
      `inline ${this.#model.events[id]!}() {`,
      ...body,
      '}',
    ];
  }

  #canLines(): string[] {
    return [
      ...this.#section('Steps: when they are possible'),
      ...this.#model.alternatives.map((alternative) =>
        define(alternative.can, this.#model.possible(alternative)),
      ),
      '/* Where nobody knows: nobody was asked, or the model threw */',
      define('unexplored_step', this.#model.unexploredStep()),
    ];
  }

  #properties(): string[] {
    const lines = this.#network.properties.flatMap((property, i) => this.#property(property, i));
    return [...this.#section('Properties'), ...lines];
  }

  #property(property: NetworkProperty, i: number): string[] {
    const title = `/* ${property.kind}: ${harmless(property.name)}${property.text === undefined ? '' : `, ${property.text}`} */`;
    const { findings, onSteps, atoms, kind, formula } = property;
    const model = this.#model;
    const lines: string[] = [];
    const finding = (text: string, what: PromelaFinding): void => {
      const n = this.#findings.push(what) - 1;
      lines.push(define(`finding_${n}`, text));
    };
    const also = (text: string): void => {
      if (text !== dialect.no) this.#unknown.push(text);
    };
    if (kind === 'deadlock') {
      const none = this.#model.alternatives.map(({ can }) => `!${can}`);
      // Where nobody knows whether a step is possible, nobody knows that none is.
      const nothing = all([...none, '!unexplored_step'], model.syntax);
      finding(all([nothing, model.when([this.#network.ends], 0)], model.syntax), {
        kind: 'found',
        property: i,
      });
      also(all([nothing, model.when([this.#network.ends], UNEXPLORED)], model.syntax));
    } else if (findings.length > 0) {
      finding(model.when(findings, 1), { kind: 'found', property: i });
      also(model.when(findings, UNEXPLORED));
    }
    if (kind === 'onStep') {
      finding(
        any(
          onSteps.map(({ step, set }) => this.#can(step, set)),
          model.syntax,
        ),
        { kind: 'triggered', property: i },
      );
    }
    for (const step of new Set(onSteps.map((one) => one.step))) {
      const says = (answer: number): string =>
        any(
          onSteps
            .filter((one) => one.step === step)
            .map(({ set, finding: decisions }) =>
              all([this.#can(step, set), model.when(decisions, answer)], model.syntax),
            ),
          model.syntax,
        );
      if (says(1) !== dialect.no) finding(says(1), { kind: 'found', property: i, step });
      also(says(UNEXPLORED));
    }
    atoms.forEach(({ name, decision }, atom) => {
      lines.push(`#define ${atomName(i, atom)} (${model.when([decision], 1)}) /* ${harmless(name)} */`);
      also(model.when([decision], UNEXPLORED));
    });
    if (kind === 'leadsTo') finding(atomName(i, 0), { kind: 'triggered', property: i });
    if (kind === 'recoverable') {
      this.#unsaid.push({
        property: property.name,
        why: 'SPIN speaks of runs; that there is always a way is about the branching of runs',
      });
    }
    if (formula !== undefined) this.#claim(property, i);
    return [title, ...lines];
  }

  #can(step: number, set: number): string {
    return this.#model.alternatives.find((one) => one.step === step && one.set === set)?.can ?? dialect.no;
  }

  /** Conditions under which a property is asked what nobody knows. */
  readonly #unknown: string[] = [];

  #claim({ name, formula, atoms }: NetworkProperty, i: number): void {
    const claim = this.#model.names.make(`claim_${i + 1}`);
    const made = claimText(
      claim,
      formula!,
      atoms.map((_, atom) => atomName(i, atom)),
      this.#fairness.conditions,
    );
    if (made === undefined) {
      this.#unsaid.push({
        property: name,
        why: 'with its promises of fairness, the never claim would be too large',
      });
      return;
    }
    this.#claims.set(i, { name: claim, n: i + 1, alone: made.starts > MOST_STARTS });
    this.#claimTexts.push(
      [
        '',
        `#if !defined(CLAIM) || CLAIM == ${i + 1}`,
        `/* Fair runs of which this is false: ${harmless(name)} */`,
        ...made.lines,
        '#endif',
      ].join('\n'),
    );
  }

  readonly #claimTexts: string[] = [];

  #claimLines(): string[] {
    return this.#claimTexts.length === 0 ? [] : ['', '#ifdef LIVENESS', ...this.#claimTexts, '#endif'];
  }

  #process(): { lines: string[]; place?: { step?: number; finding?: number } }[] {
    const steps = this.#model.alternatives.map(({ step, set, can }) => {
      const { name, at, about } = this.#network.steps[step]!;
      const does = this.#network.sets[set]!.map((id) => `${this.#model.events[id]!}()`);
      const keeps = `KEEPS(${this.#fairness.kindOf(step)})`;
      return {
        comment: `  /* ${[name, at, about]
          .filter((one) => one !== undefined)
          .map(harmless)
          .join(' · ')} */`,
        line: `  :: d_step { ${can} -> ${[...does, keeps].join('; ')} }`,
        step,
      };
    });
    const unexplored = any(['unexplored_step', ...this.#unknown], this.#model.syntax);
    const findings = this.#findings.flatMap((_, n) => {
      if (n < 2) return [];
      return [
        {
          line: `  :: d_step { finding_${n} && c_expr { !found[${n}] } -> c_code { found[${n}] = 1; }; assert(${n} == 0) }`,
          n,
        },
      ];
    });
    return [
      { lines: this.#section('The system') },
      { lines: [define('unexplored', unexplored), 'active proctype system() {', '  do'] },
      ...steps.flatMap(({ comment, line, step }) => [
        { lines: [comment] },
        { lines: [line], place: { step } },
      ]),
      {
        lines: [
          '  /* What refhold was never asked. (ASSERTED: a run without LIVENESS has looked already.) */',
          '#ifndef ASSERTED',
        ],
      },
      {
        lines: [
          '  :: d_step { unexplored && c_expr { !found[1] } -> c_code { found[1] = 1; }; assert(1 == 0) }',
        ],
        place: { finding: 1 },
      },
      {
        lines: [
          '#endif',
          '#ifdef LIVENESS',
          '  /* A run may stop. */',
          '  :: d_step { 1 -> KEEPS(0) }',
          '#else',
          '  /* Findings. */',
        ],
      },
      ...findings.map(({ line, n }) => ({ lines: [line], place: { finding: n } })),
      { lines: ['#endif', '  od', '}'] },
    ];
  }
}
