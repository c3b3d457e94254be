import { always, defineScenario, defineSystem, never, recoverable } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import { options } from './options.ts';
import type { Settings } from './options.ts';
import { linkNameSteps, makeActors, namesOf } from './steps.ts';
import type { Actors } from './steps.ts';
import { variants } from './variants.ts';

function linkNamesSystem(settings: Settings) {
  return defineSystem({
    actors: makeActors(settings),
    steps: (step) => linkNameSteps(step, settings),
    ends: () => true,
  });
}

function properties(settings: Settings): Property<Actors>[] {
  const { zones, links } = namesOf(settings);
  return [
    never('dlmgmtd never aborts', (s) => s.dlmgmtd.matches('aborted'), {
      about: 'No sequence of commands makes avl_add find a duplicate.',
      cites: ['illumos 10001', 'IPD 3, name collisions'],
    }),
    always(
      'no duplicate names in GZ',
      links.flatMap((one, i) =>
        links.slice(i + 1).map((other) => (s) => {
          const names = [s[one].context.name, s[other].context.name];
          return names[0] === null || names[0] !== names[1] || { [one]: names[0], [other]: names[1] };
        }),
      ),
      {
        about: 'Two links that belong to the global zone, lent or not, have different names.',
        cites: ['illumos 10001', 'OS-249', 'OS-1457'],
      },
    ),
    always(
      'kernel and daemon agree where a link is',
      links.map((link) => (s) => {
        if (!s.dlmgmtd.matches('up') || !s[link].matches('present')) return true;
        const record = s.dlmgmtd.context.records.find((one) => one.link === link);
        return (
          record?.zone === s[link].context.ddZid || {
            dd_zid: s[link].context.ddZid,
            ll_zoneid: record?.zone ?? 'no record',
          }
        );
      }),
      { about: 'While the daemon is up, dd_zid is ll_zoneid.', cites: ['OS-3494', 'OS-6274'] },
    ),
    recoverable(
      'every zone can still be halted',
      (s) => zones.every((zone) => s[zone].matches('installed')),
      {
        about: 'Whatever has happened, commands of administrators can bring every zone back to installed.',
        cites: ['IPD 3, zones stuck in "down"', 'illumos 8437'],
      },
    ),
  ];
}

export const linkNames = defineScenario({
  name: 'link-names',
  title: 'Names of links on loan: a collision aborts dlmgmtd, or leaves a zone down',
  about:
    'Links of the global zone are lent to zones at boot and returned at halt. While one is away, another may be created ' +
    'under its name. What dlmgmtd makes of that depends on how its list of links on loan is keyed and on which of its ' +
    'tests are live, which differs between illumos, SmartOS and OmniOS.',
  sources: [
    {
      label: 'illumos 10001',
      where: 'a name collision aborts dlmgmtd; as cited by IPD 3 (the text was not obtainable)',
    },
    { label: 'illumos 8437', where: 'June 2017, and its revert 0617d817b9; omniosorg issue 18' },
    { label: 'OS-249, OS-1457', where: 'SmartOS: no loan list; uniqueness on every move' },
    {
      label: 'dlmgmt_door.c',
      where: 'usr/src/cmd/dlmgmtd: dlmgmt_createid, dlmgmt_setzoneid, dlmgmt_zonehalt',
    },
    { label: 'dlmgmt_util.c', where: 'usr/src/cmd/dlmgmtd: link_by_name, dlmgmt_create_common' },
  ],
  options,
  variants,
  system: linkNamesSystem,
  properties: (settings) => properties(settings),
});
