import { always, never, onStep } from '../../../checker/index.ts';
import type { Predicate, Property } from '../../../checker/index.ts';
import type { LinkName } from '../../../machines/illumos/names.ts';
import type { Kernel, Links, Snoop } from './actors.ts';

/** I1. */
export function ddRefNeverUnderflows(links: readonly LinkName[]): Property<Kernel & Links> {
  const verified: Predicate<Kernel & Links> = (s) => {
    const { panic } = s.kernel.context;
    return panic?.in !== 'dls_devnet_rele' || { panic };
  };
  const counted = (link: LinkName): Predicate<Kernel & Links> => {
    return (s) => {
      const { ddRef } = s[link].context;
      return !s[link].matches('present') || ddRef >= 1 || { link, dd_ref: ddRef };
    };
  };
  return always('dd_ref never underflows', [verified, ...links.map(counted)], {
    about: 'A link in the hashes has dd_ref 1 or more, and dls_devnet_rele finds more than 1.',
    cites: ['illumos 15167', 'OS-8627', 'illumos-joyent issue 155'],
  });
}

/** I2. */
export function ddRefEqualsHolds(links: readonly LinkName[]): Property<Links> {
  return always(
    'dd_ref equals the holds that exist',
    links.map((link) => (s) => {
      const { ddRef, ddZid, ddOwnerZid, plumbed, observed } = s[link].context;
      if (!s[link].matches('present')) return true;
      const loan = ddOwnerZid === 'global' && ddZid !== 'global' ? 1 : 0;
      const opens = Number(plumbed) + Number(observed);
      return ddRef === 1 + loan + opens || { link, dd_ref: ddRef, existence: 1, loan, opens };
    }),
    {
      about: 'dd_ref is 1 for existence, plus 1 for a loan, plus 1 per open stream.',
      cites: ['OS-406 (the shortcut)', 'OS-8627', '6803642', 'illumos 15167'],
    },
  );
}

/** I3. */
export function noStaleStream(): Property<Snoop> {
  return never('no stream points at a freed object', (s) => s.snoop.matches('stale'), {
    about: 'A stream keeps a bare pointer to its dls_devnet_t; the object must outlive the stream.',
    cites: ['OS-8627'],
  });
}

/** I4. */
export function onlyLoansAreGivenBack(links: readonly LinkName[]): Property<Links> {
  return onStep(
    'only a loan is given back',
    /returned to the global zone|no loan to give back/,
    links.map((link) => ({ before, after }) => {
      const was = before[link].context;
      const moved = was.ddZid !== 'global' && after[link].context.ddZid === 'global';
      return !moved || was.ddOwnerZid === 'global' || { link, 'created in': was.ddOwnerZid };
    }),
    {
      about: 'dls_devnet_setzid releases the reference of a loan only for a link that the global zone lent.',
      cites: ['illumos 15167'],
    },
  );
}

/** I20. */
export function noStreamIsDropped(links: readonly LinkName[]): Property<Links> {
  return onStep(
    'no open stream is dropped silently',
    /delete/,
    links.map((link) => ({ before, after }) => {
      const was = before[link].context;
      const is = after[link].context;
      const dropped = (was.plumbed && !is.plumbed) || (was.observed && !is.observed);
      return !dropped || { link, 'opened by': was.plumbed ? 'IP in the zone' : 'snoop' };
    }),
    {
      about: 'A delete succeeds only if nobody has the link open; it never forgets an opener.',
      cites: ['OS-406', 'OS-2782', 'OS-8627'],
    },
  );
}
