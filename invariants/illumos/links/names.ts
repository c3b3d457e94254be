import { always } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import type { LinkName } from '../../../machines/illumos/names.ts';
import { recordOf } from './actors.ts';
import type { Daemon, Links } from './actors.ts';

/** I6. */
export function noDuplicateNamesInGz(links: readonly LinkName[]): Property<Daemon & Links> {
  return always(
    'no duplicate names in GZ',
    pairs(links).map(([one, other]) => (s) => {
      const belongs = (link: LinkName): boolean => {
        const { ddOwnerZid, ddTransient, ddZid } = s[link].context;
        return s[link].matches('present') && !ddTransient && (ddOwnerZid === 'global' || ddZid === 'global');
      };
      if (!belongs(one) || !belongs(other)) return true;
      const names = [recordOf(s, one)?.name, recordOf(s, other)?.name];
      return names[0] === undefined || names[0] !== names[1] || { [one]: names[0], [other]: names[1] };
    }),
    {
      about: 'Two links that belong to the global zone, lent or not, have different names.',
      cites: ['illumos 10001', 'illumos 8437', 'OS-249', 'OS-1457'],
    },
  );
}

export function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((one, i) => items.slice(i + 1).map((other) => [one, other] as const));
}
