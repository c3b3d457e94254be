import { option } from '../../../checker/index.ts';
import type { Values } from '../../../checker/index.ts';

export const options = {
  shortcut: option.change(
    option.choice(
      ['shutting-down', 'empty', 'never'],
      'shutting-down',
      'zone status from which dls_devnet_unset may force dd_ref to 1 on a transient link; never: as before OS-406',
    ),
  ),
  guard: option.change(
    option.choice(
      ['none', 'dd_ref == 2', 'own'],
      'none',
      "what the shortcut asks of dd_ref first: nothing, exactly 2, or exactly the link's own references (existence, and loan if there is one)",
    ),
  ),
  lastRelease: option.change(
    option.flag(
      false,
      'the shortcut drops only its own references; the last dls_devnet_rele frees the object',
    ),
  ),
  observersAtHalt: option.change(
    option.choice(
      ['leave', 'kill', 'wait', 'kill-and-wait'],
      'leave',
      'what zoneadmd does about observers in the global zone before it deletes links',
    ),
  ),
  refuseOpens: option.change(option.flag(false, 'dlpi_open_zone is refused once the zone is shutting down')),
  kind: option.choice(
    ['transient', 'on-loan', 'created-in-zone'],
    'transient',
    'links made by the brand hook for this boot; links of the global zone on loan; links made by dladm in the zone (illumos 15167)',
  ),
  zones: option.integer({ min: 1, max: 3, default: 1 }, 'non-global zones'),
  links: option.integer({ min: 1, max: 3, default: 1 }, 'links per zone'),
  observers: option.integer({ min: 0, max: 3, default: 1 }, 'snoop -z processes in the global zone'),
  temporaryHolds: option.flag(true, 'a property ioctl may hold dd_tref'),
  dladmDelete: option.flag(false, 'an administrator may run dladm delete-vnic on a link that is in a zone'),
  script: option.choice(
    ['free', 'ticket'],
    'free',
    'ticket: IP is plumbed and all observers are attached before halt, and they exit only after halt has failed',
  ),
} as const;

export type Settings = Values<typeof options>;
