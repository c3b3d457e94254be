import { atLeast, isFound } from '../zone.ts';
import { ownReferences } from '../devnet.ts';
import type { Devnet } from '../devnet.ts';
import type { ZoneStatus } from '../zone.ts';
import type { Settings } from './options.ts';

/**
 * What `dls_devnet_unset` (dls_mgmt.c) does with an object.
 *
 * - `busy`: EBUSY, nothing changes.
 * - `last`: dd_ref is 1, the object goes.
 * - `forced`: the shortcut of OS-406. dd_ref is set to 1 whatever it was, and the object goes.
 */
export type UnsetOutcome = 'busy' | 'last' | 'forced';

/** `status`: of the zone that the link is in; undefined if that is the global zone. */
export function unsetOutcome(
  settings: Settings,
  object: Devnet,
  status: ZoneStatus | undefined,
): UnsetOutcome {
  if (object.ddRef === 1) return 'last';
  if (status === undefined) return 'busy';
  // zone_find_by_id finds nothing: "clear orphaned datalink".
  if (!isFound(status)) return 'forced';
  if (!object.ddTransient || settings.shortcut === 'never') return 'busy';
  if (!atLeast(status, settings.shortcut === 'empty' ? 'empty' : 'shuttingDown')) return 'busy';
  if (settings.guard === 'dd_ref == 2' && object.ddRef !== 2) return 'busy';
  if (settings.guard === 'own' && object.ddRef !== ownReferences(object)) return 'busy';
  return 'forced';
}
