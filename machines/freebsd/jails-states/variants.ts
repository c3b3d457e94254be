import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type StatesVariant = Variant<typeof options>;

export const variants = {
  '2021': {
    about: 'kern_jail.c of 2021-22',
    set: {},
    known: {},
  },
} satisfies Record<string, StatesVariant>;
