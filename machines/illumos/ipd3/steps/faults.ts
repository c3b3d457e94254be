import { to } from '../../../../checker/index.ts';
import type { NamedStep } from '../../../../checker/index.ts';
import { cacheOf, runs, zoneadmdOf } from '../actors.ts';
import type { Actors, Cast, Make } from '../actors.ts';
import { all, goes } from './moves.ts';

/** What nobody in the system decides: the daemon crashes, the machine is rebooted. */
export function faultSteps(step: Make, cast: Cast): NamedStep<Actors>[] {
  return [
    ...(cast.settings.crashes > 0
      ? [
          step('dlmgmtd crashes, or is restarted', { by: 'operator' }, (s) =>
            runs(s) && s.faults.context.crashes > 0 && s.dlmgmtd.matches('up')
              ? all(goes(s, 'crash'), { faults: { type: 'crash' } })
              : null,
          ),
        ]
      : []),
    ...(cast.settings.reboots > 0 ? [reboot(step, cast)] : []),
  ];
}

/** Everything volatile is gone; each datalink.conf stays. */
function reboot(step: Make, cast: Cast): NamedStep<Actors> {
  const reset = { type: 'machineReboots' } as const;
  return step('the machine is rebooted', { by: 'operator' }, (s) =>
    s.faults.context.reboots > 0
      ? all(
          { kernel: reset, dlmgmtd: reset, dladm: reset, snoop: reset, memory: reset },
          { faults: { type: 'reboot' } },
          ...cast.zones.map((zone) => all(to(zone, reset), to(zoneadmdOf(zone), reset))),
          ...cast.links.map((link) => to(link, reset)),
          ...(['global', ...cast.zones] as const).map((zone) => to(cacheOf(zone), reset)),
        )
      : null,
  );
}
