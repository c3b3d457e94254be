/**
 * Random machines, as plain data (so that fast-check can print and shrink them) and as XState machines.
 *
 * They have hierarchy, parallel regions, both kinds of history, final states, guards on context, payload and other
 * regions, `always`, raised events, wildcards, forbidden transitions, and targetless ones. What could loop for ever
 * inside one machine is kept out: only an external event may raise, and each `always` uses up what enabled it.
 */
import fc from 'fast-check';
import { assign, createMachine, raise, stateIn } from 'xstate';
import type { AnyStateMachine } from 'xstate';

export type NodeKind = 'atomic' | 'final' | 'compound' | 'parallel' | 'shallow' | 'deep';

export interface GuardSpec {
  readonly on: 'n' | 'log' | 'payload' | 'region';
  readonly is: number;
}

export type Op = 'inc' | 'twist' | 'zero' | 'take' | 'log' | 'pend';

export interface TransitionSpec {
  readonly event: number;
  readonly form: 'target' | 'reenter' | 'targetless' | 'forbidden';
  readonly target: number;
  readonly guard: GuardSpec | undefined;
  readonly ops: readonly Op[];
  readonly raises: boolean;
}

export interface NodeSpec {
  readonly kind: NodeKind;
  readonly children: readonly NodeSpec[];
  readonly on: readonly TransitionSpec[];
  readonly always: { readonly target: number; readonly ops: readonly Op[] } | undefined;
  readonly entry: readonly Op[];
  readonly exit: readonly Op[];
  readonly tag: 'red' | 'blue' | undefined;
  readonly onDone: boolean;
}

export interface MachineSpec {
  readonly root: NodeSpec;
  readonly modulus: number;
  readonly output: boolean;
}

/** A machine with what steps and properties can say about it. */
export interface BuiltMachine {
  readonly machine: AnyStateMachine;
  /** Events that it mentions. */
  readonly events: readonly string[];
  /** State values that `matches` can be asked for. */
  readonly values: readonly unknown[];
}

export interface Context {
  n: number;
  log: number;
  pending: boolean;
}

/** Descriptors by number; the last two are raised inside only. */
const DESCRIPTORS = ['go', 'set', 'x.a', 'x.*', '*', 'tick'] as const;
const EVENTS: Record<string, string> = { 'x.*': 'x.b', '*': 'other' };

const op = (...ops: Op[]): fc.Arbitrary<readonly Op[]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(fc.constantFrom(...ops), { minLength: 1, maxLength: 2 }) },
  );

const guard: fc.Arbitrary<GuardSpec> = fc.record({
  on: fc.constantFrom('n', 'n', 'log', 'payload', 'region'),
  is: fc.nat(3),
});

const transitionSpec: fc.Arbitrary<TransitionSpec> = fc.record({
  event: fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4, 5),
  form: fc.oneof(
    { weight: 8, arbitrary: fc.constant('target') },
    { weight: 1, arbitrary: fc.constant('reenter') },
    { weight: 3, arbitrary: fc.constant('targetless') },
    { weight: 1, arbitrary: fc.constant('forbidden') },
  ),
  target: fc.nat(30),
  guard: fc.option(guard, { nil: undefined, freq: 1 }),
  ops: op('inc', 'twist', 'zero', 'take', 'log', 'pend'),
  raises: fc.boolean(),
});

function nodeOf(
  kind: NodeKind,
  children: fc.Arbitrary<readonly NodeSpec[]>,
  transitions: number,
): fc.Arbitrary<NodeSpec> {
  const inert = kind === 'final' || kind === 'shallow' || kind === 'deep';
  const none = fc.constant([]);
  return fc.record({
    kind: fc.constant(kind),
    children,
    on: inert
      ? none
      : fc.array(transitionSpec, { minLength: kind === 'atomic' ? 2 : 1, maxLength: transitions }),
    always: inert
      ? fc.constant(undefined)
      : fc.option(fc.record({ target: fc.nat(30), ops: op('inc', 'twist', 'log') }), {
          nil: undefined,
          freq: 4,
        }),
    entry: inert ? none : op('inc', 'log'),
    exit: inert ? none : op('twist', 'log'),
    tag: kind === 'atomic' ? fc.constantFrom(undefined, 'red', 'blue') : fc.constant(undefined),
    onDone: fc.boolean(),
  });
}

const noChildren = fc.constant<readonly NodeSpec[]>([]);
const atomic = nodeOf('atomic', noChildren, 5);
const final = nodeOf('final', noChildren, 0);
const history = fc.constantFrom<NodeKind>('shallow', 'deep').chain((kind) => nodeOf(kind, noChildren, 0));

function inside(depth: number): fc.Arbitrary<NodeSpec> {
  if (depth === 0) return atomic;
  return fc.oneof(
    { weight: 3, arbitrary: atomic },
    { weight: 2, arbitrary: compound(depth) },
    { weight: 1, arbitrary: parallel(depth) },
  );
}

/** A first child that is no final state, some more, perhaps a final one and a history. */
function compound(depth: number): fc.Arbitrary<NodeSpec> {
  const children = fc
    .tuple(
      inside(depth - 1),
      fc.array(inside(depth - 1), { minLength: 1, maxLength: 2 }),
      fc.option(final, { nil: undefined, freq: 1 }),
      fc.option(history, { nil: undefined, freq: 1 }),
    )
    .map(([first, more, last, past]) => [first, ...more, last, past].filter((node) => node !== undefined));
  return nodeOf('compound', children, 2);
}

function parallel(depth: number): fc.Arbitrary<NodeSpec> {
  return nodeOf('parallel', fc.array(compound(depth), { minLength: 2, maxLength: 2 }), 2);
}

export const machineSpec: fc.Arbitrary<MachineSpec> = fc.record({
  root: fc.oneof({ weight: 4, arbitrary: compound(2) }, { weight: 1, arbitrary: parallel(1) }),
  modulus: fc.integer({ min: 2, max: 4 }),
  output: fc.boolean(),
});

interface Placed {
  readonly spec: NodeSpec;
  readonly key: string;
  readonly path: readonly string[];
  readonly depth: number;
}

/** All nodes below the root in document order, with keys that sort in that order. */
function place(root: NodeSpec): Placed[] {
  const placed: Placed[] = [];
  const visit = (node: NodeSpec, path: readonly string[], depth: number): void => {
    for (const spec of node.children) {
      const key = `s${String(placed.length).padStart(2, '0')}`;
      placed.push({ spec, key, path: [...path, key], depth });
      visit(spec, [...path, key], depth + 1);
    }
  };
  visit(root, [], 0);
  return placed;
}

/** The XState machine behind a specification. Its input is `{ start: number }`. */
export function buildMachine(spec: MachineSpec, id: string): BuiltMachine {
  const placed = place(spec.root);
  const known = new Set<string>(['go']);
  const target = (index: number): string => `#${placed[index % placed.length]!.key}`;
  const landings = placed.filter(
    (node) => node.depth === 0 && !['final', 'shallow', 'deep'].includes(node.spec.kind),
  );
  const keys = new Map(placed.map((node) => [node.spec, node.key]));

  const transitionOf = (one: TransitionSpec): Record<string, unknown> => {
    const descriptor = DESCRIPTORS[one.event]!;
    if (one.form === 'forbidden') return {};
    const raises = one.raises && descriptor !== '*' && descriptor !== 'tick';
    return {
      ...(one.form === 'targetless' ? {} : { target: target(one.target) }),
      ...(one.form === 'reenter' ? { reenter: true } : {}),
      ...(descriptor === '*' ? { guard: fromOutside } : one.guard && { guard: guardOf(one.guard, target) }),
      actions: [
        ...one.ops.map((each) => assignOf(each, spec.modulus)),
        ...(raises ? [raise({ type: 'tick' })] : []),
      ],
    };
  };

  const configOf = (node: NodeSpec): Record<string, unknown> => {
    const key = keys.get(node);
    if (node.kind === 'shallow' || node.kind === 'deep')
      return { id: key, type: 'history', history: node.kind };
    if (node.kind === 'final') return { id: key, type: 'final' };
    const on: Record<string, unknown[]> = {};
    for (const one of node.on) (on[DESCRIPTORS[one.event]!] ??= []).push(transitionOf(one));
    for (const descriptor of Object.keys(on))
      if (descriptor !== 'tick') known.add(EVENTS[descriptor] ?? descriptor);
    const always = node.always && {
      guard: ({ context }: { context: Context }) => context.pending,
      target: target(node.always.target),
      actions: [assign({ pending: false }), ...node.always.ops.map((each) => assignOf(each, spec.modulus))],
    };
    const first = node.children[0];
    return {
      ...(key === undefined ? {} : { id: key }),
      ...(node.kind === 'parallel' ? { type: 'parallel' } : {}),
      ...(node.kind === 'compound' && first ? { initial: keys.get(first) } : {}),
      ...(node.tag === undefined ? {} : { tags: [node.tag] }),
      ...(always === undefined ? {} : { always }),
      ...(node.onDone && key !== undefined && node.kind !== 'atomic'
        ? { onDone: { target: `#${landings[0]!.key}`, actions: [assignOf('inc', spec.modulus)] } }
        : {}),
      entry: node.entry.map((each) => assignOf(each, spec.modulus)),
      exit: node.exit.map((each) => assignOf(each, spec.modulus)),
      on,
      states: Object.fromEntries(node.children.map((child) => [keys.get(child)!, configOf(child)])),
    };
  };

  const root = configOf(spec.root);
  // Something must be possible at first.
  const states = root.states as Record<string, { on: Partial<Record<string, unknown[]>> }>;
  states[landings[0]!.key]!.on.go ??= [{ target: target(2), actions: [assignOf('inc', spec.modulus)] }];
  const machine = createMachine({
    ...root,
    id,
    // Reached by a mistake in this file only.
    options: { maxIterations: 500 },
    // (XState also calls this without input; throwing there would only be slow.)
    context: ({ input }: { input?: { start: number } }) => ({
      n: (input?.start ?? 0) % spec.modulus,
      log: 0,
      pending: false,
    }),
    ...(spec.output ? { output: ({ context }: { context: Context }) => ({ n: context.n }) } : {}),
  } as never) as unknown as AnyStateMachine;
  return { machine, events: [...known].sort(), values: placed.map(({ path }) => asValue(path)) };
}

/** Not `xstate.done…`: a wildcard that re-enters a final state upon its own completion would never come to rest. */
function fromOutside({ event }: { event: { type: string } }): boolean {
  return !event.type.startsWith('xstate.');
}

function asValue(path: readonly string[]): unknown {
  const [head, ...rest] = path;
  return rest.length === 0 ? head : { [head!]: asValue(rest) };
}

function guardOf(spec: GuardSpec, target: (index: number) => string): unknown {
  if (spec.on === 'region') return stateIn(target(spec.is) as never);
  return ({ context, event }: { context: Context; event: { v?: number } }) => {
    if (spec.on === 'payload') return (event.v ?? 0) >= spec.is;
    return spec.on === 'n' ? context.n !== spec.is : context.log !== spec.is;
  };
}

/** Updates that do not commute, so that their order shows. */
function assignOf(each: Op, modulus: number): unknown {
  const update = ({ context, event }: { context: Context; event: { v?: number } }): Partial<Context> => {
    if (each === 'inc') return { n: (context.n + 1) % modulus };
    if (each === 'twist') return { n: (2 * context.n + 1) % modulus };
    if (each === 'zero') return { n: 0 };
    if (each === 'take') return { n: (event.v ?? 1) % modulus };
    return each === 'log' ? { log: (2 * context.log + context.n + 1) % 3 } : { pending: true };
  };
  return assign(update as never);
}
