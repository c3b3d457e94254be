import { option } from '../../../checker/index.ts';
import type { Values } from '../../../checker/index.ts';

export const options = {
  loanList: option.change(
    option.choice(
      ['by-name', 'none'],
      'by-name',
      'the list of links on loan is keyed by name (illumos, OmniOS), or there is none (SmartOS since OS-249)',
    ),
  ),
  moveTest: option.change(
    option.flag(
      false,
      'SETZONEID refuses a name that the new zone has (SmartOS OS-1457, illumos 8437); in illumos the test is dead code',
    ),
  ),
  createTest: option.change(
    option.choice(
      ['own-names', 'own-and-loaned', 'everywhere'],
      'own-names',
      "create in the global zone refuses its own names (illumos, SmartOS), those of links on loan as well (OmniOS), or any zone's (IPD 3)",
    ),
  ),
  dropAtHalt: option.change(
    option.flag(
      false,
      'the teardown goes on although a link remains, so that ZONEHALT drops its record (SmartOS); else it is aborted before that',
    ),
  ),
  zones: option.integer({ min: 1, max: 2, default: 2 }, 'non-global zones; each wants a link called vnic0'),
  links: option.integer({ min: 2, max: 4, default: 2 }, 'links that can exist at the same time'),
  restart: option.flag(false, 'SMF starts dlmgmtd again after it has aborted'),
} as const;

export type Settings = Values<typeof options>;
