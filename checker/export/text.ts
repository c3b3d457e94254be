/** What exports to several languages have in common: conditions as text, comments, and what cannot be said. */
import { isLeaf } from './decision.ts';
import type { Decision } from './decision.ts';
import type { Network } from './network.ts';

/** How a language writes a condition. */
export interface Syntax {
  readonly yes: string;
  readonly no: string;
  /** That an actor is in one of these local states; there is at least one, and one that is not among them. */
  readonly among: (actor: number, locals: readonly number[]) => string;
  readonly and: (parts: readonly string[]) => string;
  readonly or: (parts: readonly string[]) => string;
}

/** The condition that a decision has this answer. */
export function condition(decision: Decision, answer: number, syntax: Syntax): string {
  const known = new Map<Decision, string>();
  const go = (one: Decision): string => {
    const done = known.get(one);
    if (done !== undefined) return done;
    const text = isLeaf(one) ? (one.answer === answer ? syntax.yes : syntax.no) : branches(one);
    known.set(one, text);
    return text;
  };
  const branches = (one: Exclude<Decision, { answer: number }>): string => {
    const parts = one.branches.flatMap(({ locals, then }) => {
      const rest = go(then);
      if (rest === syntax.no) return [];
      const here = syntax.among(one.actor, locals);
      return [rest === syntax.yes ? here : syntax.and([here, rest])];
    });
    if (parts.length === 0) return syntax.no;
    return parts.length === 1 ? parts[0]! : syntax.or(parts);
  };
  return go(decision);
}

/** `&&` and `||` of languages like C. */
export const infix = {
  and: (parts: readonly string[]): string => parts.join(' && '),
  or: (parts: readonly string[]): string => `(${parts.join(' || ')})`,
};

/** The same, without what is always true, and `no` if one of them is never true. */
export function all(parts: readonly string[], syntax: Pick<Syntax, 'yes' | 'no' | 'and'>): string {
  if (parts.includes(syntax.no)) return syntax.no;
  const needed = parts.filter((part) => part !== syntax.yes);
  return needed.length === 0 ? syntax.yes : needed.length === 1 ? needed[0]! : syntax.and(needed);
}

/** The same of alternatives. */
export function any(parts: readonly string[], syntax: Pick<Syntax, 'yes' | 'no' | 'or'>): string {
  if (parts.includes(syntax.yes)) return syntax.yes;
  const possible = [...new Set(parts.filter((part) => part !== syntax.no))];
  return possible.length === 0 ? syntax.no : possible.length === 1 ? possible[0]! : syntax.or(possible);
}

/** A property that an export does not say, and why. */
export interface Unsaid {
  readonly property: string;
  readonly why: string;
}

/** An export: one file or several, and what could not be said. */
export interface Exported {
  /** By ending: `pml`; the first is the main one. */
  readonly files: readonly { readonly ending: string; readonly text: string }[];
  readonly unsaid: readonly Unsaid[];
}

/** What an export is called, and where it comes from. */
export interface Title {
  /** `os-8627 today` */
  readonly name: string;
  /** `refhold 0.1.0` */
  readonly by: string;
  /** Name of the module, in languages that have them; made from the name if left out. */
  readonly module?: string;
  /** Options that are not at their defaults, `zones=2`. */
  readonly options: readonly string[];
}

/** The first lines of every export, without comment marks. */
export function preamble(title: Title, { explored, actors, steps }: Network): string[] {
  const { complete, states, transitions, depth, bound } = explored;
  return [
    `${title.name}${title.options.length === 0 ? '' : ` with ${title.options.join(', ')}`}`,
    `written by ${title.by}`,
    '',
    `${actors.length} actors, ${steps.length} steps. refhold counts ${states} states, ${transitions} transitions, depth ${depth}` +
      (complete ? '.' : `, and was stopped there (${bound!}).`),
    ...(complete
      ? ['The local states of each actor are those that are reached.']
      : [
          'The local states of each actor are those that it could be brought to, whatever the others do.',
          'The search was cut short, so that the engine may find more.',
        ]),
    'What refhold was never asked about is no silent dead end here: it is an error that the engine reports.',
  ];
}

/** Text that cannot end a comment, on one line. */
export function harmless(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\*\//g, '* /')
    .replace(/\/\*/g, '/ *')
    .replace(/\(\*/g, '( *')
    .replace(/\*\)/g, '* )');
}

/** The same in ASCII, for parsers that take nothing else. */
export function ascii(text: string): string {
  return harmless(text).replace(/[^\x20-\x7e]/gu, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`);
}
