import { defineScenario, defineSystem } from '../../../checker/index.ts';
import { makeActors, makeCast, zoneadmdOf } from './actors.ts';
import { options } from './options.ts';
import type { Settings } from './options.ts';
import { properties } from './properties.ts';
import { adminReturnSteps } from './steps/adminReturn.ts';
import { bootSteps } from './steps/boot.ts';
import { dladmSteps } from './steps/dladm.ts';
import { faultSteps } from './steps/faults.ts';
import { haltSteps } from './steps/halt.ts';
import { startSteps } from './steps/start.ts';
import { streamSteps } from './steps/streams.ts';
import { teardownSteps } from './steps/teardown.ts';
import { variants } from './variants.ts';

function ipd3System(settings: Settings) {
  const cast = makeCast(settings);
  return defineSystem({
    actors: makeActors(cast),
    steps: (step) => [
      ...bootSteps(step, cast),
      ...haltSteps(step, cast),
      ...teardownSteps(step, cast),
      ...dladmSteps(step, cast),
      ...adminReturnSteps(step, cast),
      ...streamSteps(step, cast),
      ...startSteps(step, cast),
      ...faultSteps(step, cast),
    ],
    // zoneadmd and the daemon go on whenever they can, whichever outcome it is that they can have.
    fair: {
      dlmgmtd: 'weak',
      ...Object.fromEntries(cast.zones.map((zone) => [zoneadmdOf(zone), 'weak'] as const)),
    },
    ends: (s) => s.kernel.matches('panicked'),
  });
}

export const ipd3 = defineScenario({
  name: 'ipd3',
  title:
    'IPD 3: zones, links and dlmgmtd in the designs of illumos, SmartOS and OmniOS, and as the IPD proposes',
  about:
    'Links of the global zone are lent to zones, links are made for a zone at its boot, and links are created inside ' +
    'zones; all are called vnic0. Zones boot and halt, dlmgmtd crashes and starts again from its files. What the kernel, ' +
    'the daemon, the zones and the files know of a link is to agree whenever nothing is under way, nobody is to panic or ' +
    'abort, and every zone is to be haltable. Each bullet of the proposal is an option.',
  sources: [
    { label: 'IPD 3', where: 'illumos project documents: Link management improvements (A. Fiddaman)' },
    {
      label: 'illumos 15167',
      where: 'illumos-gate 85dff7a057, February 2023: the first delivery; 15407, 15408, 15409, 15553',
    },
    {
      label: 'illumos 10001',
      where: 'name collisions abort dlmgmtd (as cited by the IPD; the text was not obtainable)',
    },
    {
      label: 'dls_mgmt.c',
      where: 'usr/src/uts/common/io/dls: dls_devnet_set, _setzid, _unset, dls_zone_remove',
    },
    { label: 'zone.c', where: 'usr/src/uts/common/os: zone_shutdown, zone_destroy, zone_add_datalink' },
    { label: 'vplat.c, zoneadmd.c', where: 'usr/src/cmd/zoneadmd: vplat_teardown, zone_ready, zone_bootup' },
    { label: 'dlmgmt_door.c, dlmgmt_db.c, dlmgmt_util.c', where: 'usr/src/cmd/dlmgmtd' },
    { label: 'SmartOS', where: 'illumos-joyent 94ab2e1056 (July 2021), and after its merge of 15167 (2023)' },
    { label: 'OmniOS', where: 'dlmgmt_util.c of citrus-it 848fe143' },
  ],
  options,
  variants,
  fixes: {
    variant: 'unproposed',
    under: [
      { zones: 1, links: 2, crashes: 1, persistence: 'persistent' },
      { zones: 2, links: 2, crashes: 0, persistence: 'temporary' },
    ],
  },
  judgeAt: { zones: 1, links: 2, crashes: 1 },
  system: ipd3System,
  properties: (settings) => properties(makeCast(settings)),
});
