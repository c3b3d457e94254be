import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type JailsVariant = Variant<typeof options>;

export const variants = {
  '2011': {
    about: 'kern_jail.c of January 2011',
    set: {},
    known: {},
  },
} satisfies Record<string, JailsVariant>;
