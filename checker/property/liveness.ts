import { RefholdError } from '../errors.ts';
import type { Machines } from '../system/types.ts';
import { MAX_ATOMS, untilsOf } from './automaton.ts';
import { atom, finally_, globally, implies, normalise } from './formula.ts';
import { isAtomName, parseFormula } from './parse.ts';
import type { Predicate, PropertyDetails, RecoverableProperty, TemporalProperty } from './types.ts';

/**
 * From every reachable state some run leads to a state that satisfies the predicate (CTL: AG EF P). Fairness plays no
 * part: it asks whether there is a way, not whether it is taken.
 *
 * @example recoverable('halt can always still complete', (s) => s.web.matches('dead'))
 */
export function recoverable<A extends Machines>(
  name: string,
  predicate: Predicate<A>,
  details: PropertyDetails = {},
): RecoverableProperty<A> {
  return { ...details, kind: 'recoverable', name, predicates: [predicate] };
}

/**
 * In every fair run, whenever P is true, Q is true then or later. Vacuous if P never is.
 *
 * @example leadsTo('a halt ends', (s) => s.zoneadmd.matches('halting'), (s) => s.web.matches('dead'))
 */
export function leadsTo<A extends Machines>(
  name: string,
  trigger: Predicate<A>,
  goal: Predicate<A>,
  details: PropertyDetails = {},
): TemporalProperty<A> {
  const formula = globally(implies(atom(0), finally_(atom(1))));
  return {
    ...details,
    kind: 'leadsTo',
    name,
    formula,
    text: 'G (P -> F Q)',
    predicates: [trigger, goal],
    atoms: ['P', 'Q'],
  };
}

/** In every fair run, P is true at some time. */
export function eventually<A extends Machines>(
  name: string,
  predicate: Predicate<A>,
  details: PropertyDetails = {},
): TemporalProperty<A> {
  return one('eventually', name, predicate, details);
}

/** In every fair run, P is true again and again. */
export function alwaysEventually<A extends Machines>(
  name: string,
  predicate: Predicate<A>,
  details: PropertyDetails = {},
): TemporalProperty<A> {
  return one('alwaysEventually', name, predicate, details);
}

/** In every fair run, P becomes true and stays so. */
export function eventuallyAlways<A extends Machines>(
  name: string,
  predicate: Predicate<A>,
  details: PropertyDetails = {},
): TemporalProperty<A> {
  return one('eventuallyAlways', name, predicate, details);
}

/**
 * Linear temporal logic over named predicates; see `parseFormula` for the operators. Throws RH111.
 *
 * @example ltl('a halt ends', 'G (halting -> F halted)', { halting: (s) => …, halted: (s) => … })
 */
export function ltl<A extends Machines>(
  name: string,
  text: string,
  atoms: Readonly<Record<string, Predicate<A>>>,
  details: PropertyDetails = {},
): TemporalProperty<A> {
  const names = Object.keys(atoms);
  const refuse = (what: string, fix: string): never => {
    throw new RefholdError('RH111', { what: `property "${name}" ${what}`, fix });
  };
  if (names.length > MAX_ATOMS) {
    refuse(`has ${names.length} atoms, ${MAX_ATOMS} are possible`, 'Combine atoms in one predicate.');
  }
  const unnamable = names.find((atomName) => !isAtomName(atomName));
  if (unnamable !== undefined) {
    refuse(
      `has an atom "${unnamable}", which means something else in a formula, or nothing`,
      'Give it a name of letters, digits, dots and underscores that is no operator and does not begin with a digit.',
    );
  }
  const formula = parseFormula(text, names);
  const untils = untilsOf(normalise(formula, true)).length;
  if (untils > MAX_ATOMS) {
    refuse(
      `has ${untils} temporal operators that look for an end, ${MAX_ATOMS} are possible`,
      'Split the formula into several properties.',
    );
  }
  return { ...details, kind: 'ltl', name, formula, text, predicates: Object.values(atoms), atoms: names };
}

const TEXTS = { eventually: 'F P', alwaysEventually: 'G F P', eventuallyAlways: 'F G P' } as const;

function one<A extends Machines>(
  kind: keyof typeof TEXTS,
  name: string,
  predicate: Predicate<A>,
  details: PropertyDetails,
): TemporalProperty<A> {
  const p = atom(0);
  const formula =
    kind === 'eventually'
      ? finally_(p)
      : kind === 'alwaysEventually'
        ? globally(finally_(p))
        : finally_(globally(p));
  return { ...details, kind, name, formula, text: TEXTS[kind], predicates: [predicate], atoms: ['P'] };
}
