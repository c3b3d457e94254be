import { defineScenario, defineSystem } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import {
  haltCompletes,
  haltEnds,
  haltRecoverable,
  observersNeverPanic,
  transientLinksGone,
} from '../../../invariants/illumos/halt.ts';
import {
  ddRefEqualsHolds,
  ddRefNeverUnderflows,
  noStalePointer,
  noStolenReference,
} from '../../../invariants/illumos/references.ts';
import { makeActors, makeCast } from './actors.ts';
import type { Actors, Cast } from './actors.ts';
import { bootSteps } from './boot.ts';
import { deleteSteps } from './delete.ts';
import { haltSteps } from './halt.ts';
import { options } from './options.ts';
import type { Settings } from './options.ts';
import { streamSteps } from './streams.ts';
import { variants } from './variants.ts';

export function os8627System(settings: Settings) {
  const cast = makeCast(settings);
  return defineSystem({
    actors: makeActors(cast, settings),
    steps: (step) => [
      ...bootSteps(step, cast, settings),
      ...streamSteps(step, cast, settings),
      ...haltSteps(step, cast, settings),
      ...deleteSteps(step, cast, settings),
    ],
    ends: (s) => s.kernel.matches('panicked') || cast.zones.every(({ zone }) => s[zone].matches('dead')),
    symmetry: [{ blocks: cast.observers }, { blocks: cast.objects }],
  });
}

function properties(cast: Cast, settings: Settings): Property<Actors>[] {
  const links = cast.zones.flatMap(({ zone, links: own }) => own.map(({ link }) => ({ zone, link })));
  return [
    ddRefNeverUnderflows(),
    ddRefEqualsHolds(cast.objects, cast.streams),
    noStalePointer(cast.streams),
    noStolenReference(cast.streams),
    observersNeverPanic(cast.observers),
    ...(settings.kind === 'on-loan' ? [] : [transientLinksGone(links, cast.objects)]),
    haltCompletes(cast.zones.map(({ zone }) => zone)),
    haltRecoverable(cast.zones.map(({ zone }) => zone)),
    ...haltEnds(cast.zones),
  ];
}

export const os8627 = defineScenario({
  name: 'os-8627',
  title: 'dlpi_open_zone() upsets DLS holds: VERIFY panic when snoop -z exits after a halt',
  about:
    'A process in the global zone observes a link of a zone (snoop -z ZONE -d net0). The zone is halted. ' +
    'dls_devnet_unset may force dd_ref to 1 on transient links of a zone that goes down (OS-406), which forgets the ' +
    "observer's reference: the object is freed under its stream, and the release at its exit fails " +
    'VERIFY(ddp->dd_ref > 1) in dls_devnet_rele, or takes a reference from whoever lives there now.',
  sources: [
    { label: 'OS-8627', where: 'dlpi_open_zone() upsets DLS holds; in progress on 2026-01-12' },
    { label: 'illumos-joyent issue 155', where: 'the same panic, December 2017' },
    { label: 'OS-406', where: 'delete transient VNICs at halt: origin of the shortcut in dls_devnet_unset' },
    { label: 'OS-2782', where: '/dev/net/zone, dlpi_open_zone() and snoop -z' },
    {
      label: 'dls_mgmt.c',
      where: 'usr/src/uts/common/io/dls: dls_devnet_set, _hold, _rele, _unset, _destroy',
    },
    { label: 'vnic_dev.c', where: 'usr/src/uts/common/io/vnic: vnic_dev_delete' },
    { label: 'vplat.c', where: 'usr/src/cmd/zoneadmd: vplat_teardown, delete_transient_vnics' },
  ],
  options,
  variants,
  judgeAt: { zones: 1, links: 1, observers: 1 },
  system: os8627System,
  properties: (settings) => properties(makeCast(settings), settings),
});
