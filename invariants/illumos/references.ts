import { always, never, onStep } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { ownReferences } from '../../machines/illumos/devnet.ts';
import type { devnet } from '../../machines/illumos/devnet.ts';
import type { kernel } from '../../machines/illumos/kernel.ts';
import type { ObjectName, StreamName } from '../../machines/illumos/names.ts';
import type { stream } from '../../machines/illumos/stream.ts';

type Kernel = Record<'kernel', typeof kernel>;
type Objects = Record<ObjectName, typeof devnet>;
type Streams = Record<StreamName, typeof stream>;

export function ddRefNeverUnderflows(): Property<Kernel> {
  return never(
    'dd_ref never underflows',
    (s) => s.kernel.context.panic?.in === 'dls_devnet_rele' && { panic: s.kernel.context.panic },
    {
      about: 'dls_devnet_rele always finds dd_ref above 1: its VERIFY never fails.',
      cites: ['OS-8627', 'illumos-joyent issue 155', 'illumos 15167'],
    },
  );
}

/** One predicate per object: what it counts is what there is. */
export function ddRefEqualsHolds(
  objects: readonly ObjectName[],
  streams: readonly StreamName[],
): Property<Objects & Streams> {
  return always(
    'dd_ref equals the holds that exist',
    objects.map((object) => (s) => {
      const { context } = s[object];
      if (s[object].matches('free'))
        return context.ddRef === 0 || { object, dd_ref: context.ddRef, holds: 0 };
      const own = s[object].matches('visible') ? ownReferences(context) : 0;
      const opens = streams.filter(
        (name) => s[name].context.pointer === object && s[name].context.pointsAt === 'object',
      );
      const holds = own + opens.length;
      return (
        context.ddRef === holds || {
          object,
          dd_ref: context.ddRef,
          holds,
          own,
          'open streams': opens.join(', '),
        }
      );
    }),
    {
      about:
        'dd_ref is 1 for existence, plus 1 for a loan, plus 1 per stream that still has the object open.',
      cites: ['OS-406 (the shortcut)', 'OS-8627', '6803642'],
    },
  );
}

export function noStalePointer(streams: readonly StreamName[]): Property<Streams> {
  return always(
    'no stream points at a freed or recycled object',
    streams.map((name) => (s) => {
      const { pointer, pointsAt } = s[name].context;
      return pointsAt === 'object' || { stream: name, pointer, 'points at': pointsAt };
    }),
    {
      about: 'A stream keeps a bare pointer to its dls_devnet_t; the object must outlive the stream.',
      cites: ['OS-8627'],
    },
  );
}

export function noStolenReference(streams: readonly StreamName[]): Property<Kernel & Streams> {
  const isStream = (name: string | undefined): name is StreamName =>
    streams.some((stream) => stream === name);
  return onStep(
    'no release takes a reference that belongs to another link',
    /dls_devnet_rele$/,
    ({ before, after, step: { by } }) => {
      if (!isStream(by)) return true;
      const { link, pointer, pointsAt } = before[by].context;
      const stolen = pointsAt === 'recycled' && !after.kernel.matches('panicked');
      return (
        !stolen || { stream: by, opened: link, 'releases through': pointer, 'which is now': 'another object' }
      );
    },
    {
      about:
        'Memory that was allocated again has a dd_ref of its own: a stale release passes its VERIFY (ABA).',
      cites: ['OS-8627, variant with recycled memory (derived)'],
    },
  );
}
