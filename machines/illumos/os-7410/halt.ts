import type { NamedStep } from '../../../checker/index.ts';
import { program } from '../../locks/program.ts';
import { atLeast } from '../zone.ts';
import type { ZoneStatus } from '../zone.ts';
import { exists } from './actors.ts';
import type { Actors, CallerName, Cast, Make, ProcessName, State, ZsdLine } from './actors.ts';
import { callbacks } from './callbacks.ts';
import type { Settings } from './options.ts';

const SHUTDOWN = 'zone.c: zone_shutdown';
const EMPTY = 'zone.c: zone_empty';
const DESTROY = 'zone.c: zone_destroy';

export const statusOf = (s: State): ZoneStatus => s.web.value as ZoneStatus;

/** Processes of the zone. */
const processesOf = (cast: Cast): readonly ProcessName[] =>
  cast.threads.includes('init') ? ['init', ...cast.creators.map(({ process }) => process)] : [];

/** Whether `zone_ntasks` is more than 1: that one is zsched. */
function hasProcesses(s: State, cast: Cast): boolean {
  return processesOf(cast).some((name) => !s[name].matches('done'));
}

function hasKthread(s: State, { kthread }: Settings): boolean {
  return kthread && !s.kthread.matches('done');
}

/** `zone_shutdown`, and when it has returned 0, `zone_destroy`, as zoneadmd calls them. */
export function haltProgram(step: Make, by: CallerName, cast: Cast, settings: Settings): NamedStep<Actors>[] {
  const lines = [...shutdown(by, cast, settings), ...destroy(by, cast, settings)];
  return program(step, by, lines, (s) => s.kernel.matches('running'));
}

function shutdown(by: CallerName, cast: Cast, settings: Settings): ZsdLine[] {
  const done = settings.earlyReturn;
  const below = (s: State, status: ZoneStatus): boolean => !atLeast(statusOf(s), status);
  return [
    { does: 'halts the zone', at: 'zoneadmd.c: zone_halt', fairness: 'none', to: 'zone_shutdown' },
    {
      does: 'zone_shutdown: EINVAL, there is no such zone',
      at: SHUTDOWN,
      to: 'end',
      with: (s) => (s.web.context.listed ? null : {}),
    },
    {
      from: 'zone_shutdown',
      does: `zone_shutdown: returns 0, the zone is ${done.toUpperCase()} already`,
      at: SHUTDOWN,
      to: 'zone_shutdown has returned',
      with: (s) => (below(s, done) || !s.web.context.listed ? null : {}),
    },
    {
      does: 'zone_shutdown: SHUTTING_DOWN',
      at: SHUTDOWN,
      from: 'zone_shutdown',
      to: 'zone_empty',
      with: (s) => (below(s, 'empty') && hasProcesses(s, cast) ? { web: { type: 'shutDown' } } : null),
    },
    {
      does: 'zone_shutdown: no process and no kernel thread, so DOWN',
      at: SHUTDOWN,
      about: 'zone_ntasks is 1: the status skips ahead, before any callback.',
      from: 'zone_shutdown',
      to: 'zone_empty',
      with: (s) =>
        below(s, 'empty') && !hasProcesses(s, cast) && !hasKthread(s, settings)
          ? { web: { type: 'down' } }
          : null,
    },
    {
      does: 'zone_shutdown: no process, so EMPTY',
      at: SHUTDOWN,
      from: 'zone_shutdown',
      to: 'zone_empty',
      with: (s) =>
        below(s, 'empty') && !hasProcesses(s, cast) && hasKthread(s, settings)
          ? { web: { type: 'empty' } }
          : null,
    },
    {
      does: 'zone_shutdown: the zone is EMPTY or DOWN already',
      at: SHUTDOWN,
      from: 'zone_shutdown',
      to: 'zone_empty',
      with: (s) => (below(s, done) && !below(s, 'empty') ? {} : null),
    },
    {
      does: 'killall',
      at: EMPTY,
      to: 'zone_empty',
      fairness: 'strong',
      with: (s) =>
        !s.web.context.killed && s.web.matches('shuttingDown') ? { web: { type: 'killall' } } : null,
    },
    {
      does: 'zone_empty: the zone is empty',
      at: EMPTY,
      from: 'zone_empty',
      with: (s) => (below(s, 'empty') ? null : {}),
    },
    { does: 'pool_lock_intr', at: SHUTDOWN, fairness: 'strong' },
    ...callbacks({ by, mark: ' (SHUTDOWN)', marks: { shutdown: true, destroy: false } }, cast, settings),
    {
      does: 'zone_shutdown: DOWN, returns 0',
      at: SHUTDOWN,
      to: 'zone_shutdown has returned',
      with: (s) => (s.web.matches('empty') && !hasKthread(s, settings) ? { web: { type: 'down' } } : null),
    },
    {
      does: 'zone_shutdown: the zone is DOWN, returns 0',
      at: SHUTDOWN,
      from: called(settings, 'SHUTDOWN'),
      to: 'zone_shutdown has returned',
      with: (s) => (below(s, 'down') ? null : {}),
    },
    ...(settings.interrupts ? interrupts(settings) : []),
  ];
}

/** Where a caller is when these callbacks are done. */
function called({ callbacks: how }: Settings, which: 'SHUTDOWN' | 'DESTROY'): string {
  return how === 'locked' ? `zsd_key_lock released (${which})` : `all callbacks are done (${which})`;
}

/** Signals: the call returns EINTR and is made again. */
function interrupts(settings: Settings): ZsdLine[] {
  const interrupt = (where: string, from: string, waits: (s: State) => boolean): ZsdLine => ({
    does: `${where}: EINTR`,
    at: SHUTDOWN,
    about: 'A signal; the call is made again.',
    from,
    to: 'zone_shutdown',
    fairness: 'none',
    with: (s) => (waits(s) ? {} : null),
  });
  return [
    interrupt('zone_empty', 'zone_empty', (s) => s.web.matches('shuttingDown')),
    interrupt('pool_lock_intr', 'zone_empty: the zone is empty', () => true),
    interrupt(
      'zone_shutdown, waits for DOWN',
      called(settings, 'SHUTDOWN'),
      (s) => s.web.matches('empty') && hasKthread(s, settings),
    ),
  ];
}

function destroy(by: CallerName, cast: Cast, settings: Settings): ZsdLine[] {
  return [
    {
      does: 'zone_destroy: DYING',
      at: DESTROY,
      from: 'zone_shutdown has returned',
      with: (s) => (s.web.matches('down') ? { web: { type: 'destroy' } } : null),
    },
    {
      does: 'zone_destroy: DYING already',
      at: DESTROY,
      about: 'Another caller was first; this one goes the same way.',
      from: 'zone_shutdown has returned',
      to: 'zone_destroy: DYING',
      with: (s) => (s.web.matches('down') || !s.web.context.listed ? null : {}),
    },
    {
      does: 'zone_destroy: EINVAL, there is no such zone',
      at: DESTROY,
      from: 'zone_shutdown has returned',
      to: 'end',
      with: (s) => (s.web.context.listed ? null : {}),
    },
    {
      does: 'zone_destroy: the zone is DEAD',
      at: DESTROY,
      from: 'zone_destroy: DYING',
      with: (s) => (s.web.matches('dead') ? {} : null),
    },
    ...callbacks({ by, mark: ' (DESTROY)', marks: { shutdown: false, destroy: true } }, cast, settings),
    {
      does: 'zone_destroy: no references left, out of zone_active',
      at: DESTROY,
      to: 'end',
      with: (s) =>
        !s.web.context.listed || isHeld(s, cast, settings)
          ? null
          : {
              web: { type: 'unlist' },
              ...(s.zsd_entry.matches('listed') ? { zsd_entry: { type: 'remove' } } : {}),
            },
    },
    {
      does: 'zone_destroy: the zone has gone',
      at: DESTROY,
      from: called(settings, 'DESTROY'),
      to: 'end',
      with: (s) => (s.web.context.listed ? null : {}),
    },
  ];
}

/** Places where a caller holds the zone; in callbacks it does as well. */
const HOLDING: readonly string[] = [
  'zone_empty',
  'zone_empty: the zone is empty',
  'pool_lock_intr',
  'zone_destroy: DYING',
  'zone_destroy: the zone is DEAD',
];

/** Whether VMs, or calls that are still at work, hold the zone. */
function isHeld(s: State, cast: Cast, settings: Settings): boolean {
  return (
    cast.vms.some((vm) => exists(s, vm)) ||
    cast.callers.some((caller) => {
      const { at } = s[caller].context;
      return (
        HOLDING.includes(at) || (/\((SHUTDOWN|DESTROY)\)$/.test(at) && at !== called(settings, 'DESTROY'))
      );
    })
  );
}

/** What the zone's own threads do: processes exit, zsched makes the zone DEAD. */
export function zoneSteps(step: Make, cast: Cast, settings: Settings): NamedStep<Actors>[] {
  return [
    step('zsched: DEAD', { by: 'zsched', at: 'zone.c: zsched', fairness: 'weak' }, (s) =>
      s.web.matches('dying') && s.kernel.matches('running') ? { web: { type: 'die' } } : null,
    ),
    ...(cast.threads.includes('init')
      ? program(
          step,
          'init',
          [
            {
              does: 'is killed',
              at: 'zone.c: zone_task_rele',
              to: 'end',
              with: (s) => (s.web.context.killed ? leaves(s, cast, 'init') : null),
            },
          ],
          (s) => s.kernel.matches('running'),
        )
      : []),
    ...(settings.kthread
      ? program(
          step,
          'kthread',
          [
            {
              does: 'zthread_exit',
              at: 'zone.c: zthread_exit',
              about: 'The last one in a zone that is EMPTY makes it DOWN.',
              to: 'end',
              with: (s) => (s.web.matches('empty') ? { web: { type: 'down' } as const } : {}),
            },
          ],
          (s) => s.kernel.matches('running'),
        )
      : []),
  ];
}

/** `zone_task_rele`: the last process of a zone that is SHUTTING_DOWN makes it EMPTY. */
export function leaves(s: State, cast: Cast, who: ProcessName): { web?: { type: 'empty' } } {
  const others = processesOf(cast).filter((name) => name !== who);
  const last = others.every((name) => s[name].matches('done'));
  return last && s.web.matches('shuttingDown') ? { web: { type: 'empty' } } : {};
}
