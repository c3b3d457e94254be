import { always, eventually, never, onStep } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import type { Actors, ThreadName } from '../../machines/illumos/ipmp-kstat/actors.ts';
import { LAST_REFERENCE } from '../../machines/illumos/ipmp-kstat/reader.ts';

/** I1 */
export function noUseAfterFree(member: boolean): Property<Actors>[] {
  const phyint: Property<Actors> = onStep(
    'the phyint that a read uses has not been freed',
    'T2: uses the phyint',
    ({ before }) => before.phyint.matches('live') || { phyint: before.phyint.value },
    {
      about: 'Nobody dereferences a phyint_t after mi_free.',
      cites: ['Clearview IPMP: the comment in ipmp_grp_update_kstats knows only phyints that are NULL'],
    },
  );
  return [
    ...(member ? [phyint] : []),
    onStep(
      'the group that a read uses has not been freed',
      'T2: copies gr_kstats0',
      ({ before }) => before.grp.matches('allocated'),
      { about: 'Owning the kstat keeps the group.', cites: ['ipmp.c: ipmp_grp_destroy'] },
    ),
  ];
}

/** I3 */
export function noRecursiveHold(): Property<Actors> {
  return never(
    'no owner of the kstat wants it again',
    (s) => s.T2.context.at === LAST_REFERENCE.inline && s.kstat.context.owner === 'T2' && { owner: 'T2' },
    { about: 'kstat_hold by the owner waits for itself.', cites: ['illumos 8900, OS-5423'] },
  );
}

/** I4 */
export function countsOnce(): Property<Actors>[] {
  return [
    always(
      'no statistics are counted twice',
      (s) => {
        const { base, live } = s.reading.context;
        return base + live <= 1 || { 'gr_kstats0 copied': base, 'of the interface itself': live };
      },
      {
        about: 'What an interface counted is in gr_kstats0, or with the interface; a read adds one of them.',
      },
    ),
    always(
      'no statistics are lost',
      (s) => {
        const { base, live } = s.reading.context;
        return (
          !s.reading.matches('ended') ||
          base + live === 1 || { 'gr_kstats0 copied': base, 'of the interface itself': live }
        );
      },
      { about: 'A read does not come out lower than one before it.' },
    ),
  ];
}

/** I7 */
export function everyThreadEnds(names: readonly ThreadName[]): Property<Actors> {
  return eventually('every thread ends', (s) => names.every((name) => s[name].matches('done')), {
    about: 'Fair: every thread that can go on does.',
  });
}
