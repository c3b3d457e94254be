import { to } from '../../../checker/index.ts';
import type { Deliveries, MachinesOf, NamedStep, StepMaker, View } from '../../../checker/index.ts';
import { actor, family } from '../../../checker/index.ts';
import { mutex } from '../../locks/mutex.ts';
import { rwlock } from '../../locks/rwlock.ts';
import { thread } from '../../locks/thread.ts';
import { devnetObject } from './devnetObject.ts';
import type { Settings } from './options.ts';

export type ThreadName = 'destroy' | 'ioctl' | 'flow' | 'task' | 'create' | 'fork' | 'lookup';

/** The threads of these settings. */
export function threadNames(settings: Settings): ThreadName[] {
  const optional = (['ioctl', 'flow', 'task', 'create'] as const).filter(
    (name) => settings[name] || (name === 'create' && settings.fork),
  );
  return ['destroy', ...optional, ...(settings.fork ? (['fork', 'lookup'] as const) : [])];
}

export function makeActors(settings: Settings) {
  return {
    perimeter: mutex,
    devnetLock: rwlock,
    ddMutex: mutex,
    ddp: actor(devnetObject, { input: { task: settings.task } }),
    ...family(threadNames(settings), () => thread),
  };
}

export type Actors = MachinesOf<ReturnType<typeof makeActors>>;
export type State = View<Actors>;
export type Make = StepMaker<Actors>;

/** Places of a thread from which it still has to give a temporary hold back. */
const HOLDING: readonly string[] = [
  'dd_tref + 1',
  'both released',
  'mac_perim_enter',
  'mac_perim_exit',
  'dd_mutex again',
];

/** Who keeps the object from being freed: threads with a temporary hold, and the property task. */
export function ddpHolders(s: State, settings: Settings): ThreadName[] {
  return threadNames(settings).filter((name) =>
    name === 'task' ? s.ddp.context.task === 'pending' : s[name].matches('running') && hasHold(s, name),
  );
}

/** Before its hold, only the flow enters the perimeter. */
function hasHold(s: State, name: ThreadName): boolean {
  const { at } = s[name].context;
  return HOLDING.includes(at) && !(name === 'flow' && at === 'mac_perim_enter');
}

/** One line of a thread's program. */
export interface Line {
  /** What it does, in the words of the source. */
  readonly does: string;
  readonly at: string;
  readonly about?: string;
  /** Events for locks and objects; null while it has to wait. Nothing given: it only moves on. */
  readonly with?: (state: State) => Deliveries<Actors> | null;
  /** Instead of this line, if the link is not in the hashes any more: what it gives back before it ends with ENOENT. */
  readonly enoent?: Deliveries<Actors>;
}

/** The steps of a thread that runs its lines one after the other. Every line is weakly fair: a thread that can go on does. */
export function program(step: Make, name: ThreadName, lines: readonly Line[]): NamedStep<Actors>[] {
  return lines.flatMap((line, i) => {
    const from = i === 0 ? 'start' : lines[i - 1]!.does;
    const next = i === lines.length - 1 ? to(name, { type: 'end' }) : to(name, { type: 'go', to: line.does });
    const details = { by: name, at: line.at, fairness: 'weak' } as const;
    const { enoent } = line;
    return [
      step(
        `${name}: ${line.does}`,
        { ...details, ...(line.about === undefined ? {} : { about: line.about }) },
        (s) => {
          if (s[name].context.at !== from || (enoent !== undefined && !s.ddp.matches('hashed'))) return null;
          const others = line.with === undefined ? {} : line.with(s);
          return others && { ...others, ...next };
        },
      ),
      ...(enoent === undefined
        ? []
        : [
            step(`${name}: ENOENT`, details, (s) =>
              s[name].context.at === from && !s.ddp.matches('hashed')
                ? { ...enoent, ...to(name, { type: 'end' }) }
                : null,
            ),
          ]),
    ];
  });
}

const acquire = (by: ThreadName) => ({ type: 'acquire', by }) as const;
const release = (by: ThreadName) => ({ type: 'release', by }) as const;

export const enterPerimeter = (by: ThreadName, at: string, note = ''): Line => ({
  does: `mac_perim_enter${note}`,
  at,
  with: () => ({ perimeter: acquire(by) }),
});

export const leavePerimeter = (by: ThreadName, at: string, note = ''): Line => ({
  does: `mac_perim_exit${note}`,
  at,
  with: () => ({ perimeter: release(by) }),
});

/** `i_dls_devnet_lock` as writer: waiting for it already keeps new readers out. */
export const writeLock = (by: ThreadName, at: string): Line[] => [
  { does: 'wants i_dls_devnet_lock as writer', at, with: () => ({ devnetLock: { type: 'want', by } }) },
  { does: 'i_dls_devnet_lock as writer', at, with: () => ({ devnetLock: { type: 'write', by } }) },
];

export const unlock = (by: ThreadName, at: string): Line => ({
  does: 'i_dls_devnet_lock released',
  at,
  with: () => ({ devnetLock: release(by) }),
});

/**
 * `dls_devnet_hold_tmp` and its kin: look-up as reader, dd_tref under dd_mutex. ENOENT if the link is gone; then `also`
 * is given back, too.
 */
export const holdTmp = (by: ThreadName, at: string, also: Deliveries<Actors> = {}): Line[] => [
  { does: 'i_dls_devnet_lock as reader', at, with: () => ({ devnetLock: { type: 'read', by } }) },
  {
    does: 'dd_mutex',
    at,
    with: () => ({ ddMutex: acquire(by) }),
    enoent: { ...also, devnetLock: release(by) },
  },
  { does: 'dd_tref + 1', at, with: () => ({ ddp: { type: 'holdTmp' } }) },
  { does: 'both released', at, with: () => ({ ddMutex: release(by), devnetLock: release(by) }) },
];

export const releTmp = (by: ThreadName, at: string): Line[] => [
  { does: 'dd_mutex again', at, with: () => ({ ddMutex: acquire(by) }) },
  { does: 'dd_tref - 1', at, with: () => ({ ddp: { type: 'releTmp' } }) },
  { does: 'dd_mutex released', at, with: () => ({ ddMutex: release(by) }) },
];
