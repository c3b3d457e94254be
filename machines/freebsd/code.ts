import type { NamedStep } from '../../checker/index.ts';
import type { Actors, Make, State, ThreadName } from './actors.ts';
import type { PrisonName } from './names.ts';

/** One atomic action of a thread: a lock, a counter, a pointer. */
export interface Act {
  /** In the words of the source. */
  readonly does: string;
  /** The function of kern_jail.c it is in. */
  readonly in: string;
  /** What it delivers to others; null while it has to wait. Nothing given: it only moves on. */
  readonly with?: (state: State) => Others | null;
  /** Nobody moves after it: the thread stays where it is. */
  readonly stays?: boolean;
  /** The prison of the thread's cred from here on. */
  readonly cred?: PrisonName;
  /** It sends itself SIGKILL. */
  readonly kills?: boolean;
}

/** Goes on with one of several pieces of code; more than one may be possible. */
export interface Choice {
  readonly choose: readonly { readonly when?: (state: State) => boolean; readonly code: Code }[];
}

/** The script of the thread ends here, whatever would come after. */
export const over = 'over';

export type Code = readonly (Act | Choice | typeof over)[];

/** One system call, or whatever else begins and ends at rest. */
export interface Phase {
  readonly call: string;
  readonly code: Code;
  readonly ends: 'rest' | 'zombie' | 'gone';
  /** Whether it begins by itself. A call of a process is made when its program likes, if ever. */
  readonly begins: 'when it likes' | 'surely';
  /** Begins surely once this is true. */
  readonly forced?: (state: State) => boolean;
}

export interface Thread {
  readonly name: ThreadName;
  /** One after the other. */
  readonly phases: readonly Phase[];
  /** What `at` is when all is done; the label of the first phase makes it an endless loop. */
  readonly end: string;
}

/** Deliveries to everybody but the thread itself. */
export type Others = Readonly<Record<string, { readonly type: string }>>;
type Arrival = Readonly<Record<string, unknown>> & { readonly type: string };

/** One line of the compiled program: possible at `label`, under all guards. */
interface Line {
  readonly label: string;
  readonly name: string;
  readonly act: Act;
  readonly guards: readonly ((state: State) => boolean)[];
  readonly fairness: 'weak' | 'none';
  readonly arrives: Arrival;
}

/** Where a thread may go on. */
interface Place {
  /** The event that brings the thread here. */
  arrive: () => Arrival;
  /** Writes the lines that begin here, as possible at `label`. */
  begin: (label: string, guards: Line['guards'], entry: Entry | null) => void;
  /** What is done here first, for the label; nothing if that is a panic. */
  readonly first: string;
}

/** How the first lines of a phase are called. */
interface Entry {
  readonly prefix: string;
  readonly fairness: 'weak' | 'none';
}

/**
 * The steps of a thread. The name of a step says who does what in which function; the same action at several places of
 * a script is one step. Once a thread is in the kernel every step of its is weakly fair.
 */
export function stepsOf(step: Make, thread: Thread): NamedStep<Actors>[] {
  const byName = new Map<string, Map<string, Line[]>>();
  for (const line of linesOf(thread)) {
    const lines = byName.get(line.name) ?? new Map<string, Line[]>();
    byName.set(line.name, lines.set(line.label, [...(lines.get(line.label) ?? []), line]));
  }
  return [...byName].map(([name, lines]) => {
    const { act, fairness } = [...lines.values()][0]![0]!;
    const details = { by: thread.name, at: `kern_jail.c: ${act.in}`, fairness };
    return step(name, details, (s) => {
      const here = lines.get(s[thread.name].context.at);
      if (here === undefined || s.kernel.matches('panicked')) return null;
      const possible = here.filter(({ guards }) => guards.every((guard) => guard(s)));
      if (possible.length > 1) throw new Error(`"${name}" may go on at several places, which is two steps`);
      const line = possible[0];
      if (line === undefined) return null;
      const others = line.act.with === undefined ? {} : line.act.with(s);
      return others && (line.act.stays === true ? others : { ...others, [thread.name]: line.arrives });
    });
  });
}

function linesOf(thread: Thread): Line[] {
  const lines: Line[] = [];
  const taken = new Map<string, number>();
  const labelFor = (text: string): string => {
    const count = (taken.get(text) ?? 0) + 1;
    taken.set(text, count);
    return count === 1 ? text : `${text} (${count})`;
  };
  const terminal = (event: Arrival): Place => ({
    arrive: () => event,
    begin: () => {
      throw new Error(`${thread.name}: a choice without any action`);
    },
    first: 'end',
  });
  const scriptEnd = terminal({ type: 'rest', to: thread.end });

  const place = (code: Code, next: Place): Place => {
    const head = code[0];
    if (head === undefined) return next;
    if (head === over) return scriptEnd;
    const rest = place(code.slice(1), next);
    const branches =
      'choose' in head
        ? head.choose.map(({ when, code: branch }) => ({ when, to: place(branch, rest) }))
        : [];
    let label: string | undefined;
    const self: Place = {
      first:
        'choose' in head
          ? [...new Set(branches.map(({ to }) => to.first))].filter((text) => text !== '').join(' or ')
          : head.stays === true
            ? ''
            : `${head.in}: ${head.does}`,
      arrive: () => {
        if (label === undefined) {
          label = labelFor(self.first === '' ? 'panics' : self.first);
          self.begin(label, [], null);
        }
        return { type: 'go', to: label };
      },
      begin: (at, guards, entry) => {
        if ('choose' in head) {
          for (const { when, to } of branches) to.begin(at, when ? [...guards, when] : guards, entry);
          return;
        }
        lines.push({
          label: at,
          name: `${thread.name}${entry?.prefix ?? ''} ${head.in}: ${head.does}`,
          act: head,
          guards,
          fairness: entry?.fairness ?? 'weak',
          arrives: {
            ...(head.stays === true ? { type: 'stays' } : rest.arrive()),
            ...(head.cred === undefined ? {} : { prison: head.cred }),
            ...(head.kills === true ? { killed: true } : {}),
          },
        });
      },
    };
    return self;
  };

  thread.phases.forEach(({ call, code, ends, begins, forced }, i) => {
    const to = thread.phases[i + 1]?.call ?? thread.end;
    const start = place(code, terminal(ends === 'gone' ? { type: ends } : { type: ends, to }));
    const fairness = begins === 'surely' ? 'weak' : 'none';
    start.begin(call, [], { prefix: ` ${call},`, fairness });
    if (forced) start.begin(call, [forced], { prefix: ` is killed, ${call},`, fairness: 'weak' });
  });
  return lines;
}
