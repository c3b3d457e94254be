import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type Os8627Variant = Variant<typeof options>;

/** What the code does, in several settings. */
const asItIs = {
  today: {
    about: 'dls_devnet_unset as it is: the shortcut applies from SHUTTING_DOWN on',
    set: {},
    known: {
      states: 251,
      violated: {
        'dd_ref never underflows': 16,
        'dd_ref equals the holds that exist': 15,
        'no stream points at a freed or recycled object': 16,
        'an observer in the global zone never panics the kernel': 16,
        'halt can always still complete': 15,
        'a halt of web that was asked for ends': 16,
      },
    },
  },
  ticket: {
    about: "today's code in the order of the ticket: IP up, snoop -z, halt fails, snoop exits",
    set: { script: 'ticket' },
    known: {
      states: 139,
      violated: {
        'dd_ref never underflows': 21,
        'dd_ref equals the holds that exist': 17,
        'no stream points at a freed or recycled object': 18,
        'an observer in the global zone never panics the kernel': 21,
        'halt can complete': 0,
        'halt can always still complete': 0,
        'a halt of web that was asked for ends': 26,
      },
    },
  },
  recycled: {
    about:
      "today's code with a second zone: freed memory is allocated again under the observer's pointer (ABA)",
    set: { zones: 2 },
    known: {
      states: 56821,
      violated: {
        'dd_ref never underflows': 16,
        'dd_ref equals the holds that exist': 15,
        'no stream points at a freed or recycled object': 16,
        'no release takes a reference that belongs to another link': 23,
        'an observer in the global zone never panics the kernel': 16,
        'halt can always still complete': 16,
        'a halt of web that was asked for ends': 16,
        'a halt of db that was asked for ends': 16,
      },
    },
  },
  'dladm-delete': {
    about:
      "today's code, no observer: an administrator deletes the link while the zone shuts down and IP has it open (derived)",
    set: { dladmDelete: true, observers: 0 },
    known: {
      states: 110,
      violated: {
        'dd_ref never underflows': 13,
        'dd_ref equals the holds that exist': 11,
        'no stream points at a freed or recycled object': 12,
        'halt can always still complete': 11,
        'a halt of web that was asked for ends': 13,
      },
    },
  },
  'created-in-zone': {
    about: "today's code, link made by dladm in the zone: no loan, dd_ref starts at 1",
    set: { kind: 'created-in-zone' },
    known: {
      states: 240,
      violated: {
        'dd_ref never underflows': 16,
        'dd_ref equals the holds that exist': 15,
        'no stream points at a freed or recycled object': 16,
        'an observer in the global zone never panics the kernel': 16,
        'halt can always still complete': 15,
        'a halt of web that was asked for ends': 16,
      },
    },
  },
  'on-loan': {
    about: "today's code, link on loan from the global zone: returned at halt, not deleted",
    set: { kind: 'on-loan' },
    known: { states: 149 },
  },
  'before-os-406': {
    about: 'no shortcut at all',
    set: { shortcut: 'never' },
    known: {
      states: 135,
      violated: {
        'halt can complete': 0,
        'halt can always still complete': 0,
        'a halt of web that was asked for ends': 16,
      },
    },
  },
} satisfies Record<string, Os8627Variant>;

/** The candidates of the ticket, one by one and together. */
const candidates = {
  empty: {
    about: 'the shortcut applies from EMPTY on',
    set: { shortcut: 'empty' },
    known: {
      states: 251,
      violated: {
        'dd_ref never underflows': 16,
        'dd_ref equals the holds that exist': 15,
        'no stream points at a freed or recycled object': 16,
        'an observer in the global zone never panics the kernel': 16,
        'halt can always still complete': 15,
        'a halt of web that was asked for ends': 16,
      },
    },
  },
  'empty-dladm-delete': {
    about: 'the same, with an administrator who deletes and no observer (derived)',
    set: { shortcut: 'empty', dladmDelete: true, observers: 0 },
    known: {
      states: 99,
      violated: {
        'dd_ref never underflows': 13,
        'dd_ref equals the holds that exist': 12,
        'no stream points at a freed or recycled object': 13,
        'halt can always still complete': 12,
        'a halt of web that was asked for ends': 13,
      },
    },
  },
  'guard-2': {
    about: 'the shortcut applies from EMPTY on and only if dd_ref is 2; else EBUSY',
    set: { shortcut: 'empty', guard: 'dd_ref == 2' },
    known: { states: 147, violated: { 'a halt of web that was asked for ends': 17 } },
  },
  'guard-2-created-in-zone': {
    about: 'the same for a link made in the zone: 2 may be itself and an observer (derived)',
    set: { shortcut: 'empty', guard: 'dd_ref == 2', kind: 'created-in-zone' },
    known: {
      states: 240,
      violated: {
        'dd_ref never underflows': 16,
        'dd_ref equals the holds that exist': 15,
        'no stream points at a freed or recycled object': 16,
        'an observer in the global zone never panics the kernel': 16,
        'halt can always still complete': 15,
        'a halt of web that was asked for ends': 16,
      },
    },
  },
  'guard-own-created-in-zone': {
    about: "the guard asks for the link's own references instead: 1, plus 1 if it is on loan",
    set: { shortcut: 'empty', guard: 'own', kind: 'created-in-zone' },
    known: { states: 136, violated: { 'a halt of web that was asked for ends': 17 } },
  },
  'last-release': {
    about: 'no free before the last release',
    set: { lastRelease: true },
    known: { states: 187, violated: { 'a halt of web that was asked for ends': 26 } },
  },
  kill: {
    about: 'zoneadmd kills observers before it deletes',
    set: { observersAtHalt: 'kill' },
    known: {
      states: 327,
      violated: {
        'dd_ref never underflows': 16,
        'dd_ref equals the holds that exist': 15,
        'no stream points at a freed or recycled object': 16,
        'an observer in the global zone never panics the kernel': 16,
        'halt can always still complete': 15,
        'a halt of web that was asked for ends': 16,
      },
    },
  },
  wait: {
    about: 'zoneadmd waits for observers before it deletes',
    set: { observersAtHalt: 'wait' },
    known: {
      states: 195,
      violated: {
        'dd_ref never underflows': 16,
        'dd_ref equals the holds that exist': 15,
        'no stream points at a freed or recycled object': 16,
        'an observer in the global zone never panics the kernel': 16,
        'halt can always still complete': 15,
        'a halt of web that was asked for ends': 12,
      },
    },
  },
  'kill-and-wait': {
    about: 'zoneadmd kills observers and waits until they are gone',
    set: { observersAtHalt: 'kill-and-wait' },
    known: {
      states: 215,
      violated: {
        'dd_ref never underflows': 16,
        'dd_ref equals the holds that exist': 15,
        'no stream points at a freed or recycled object': 16,
        'an observer in the global zone never panics the kernel': 16,
        'halt can always still complete': 15,
        'a halt of web that was asked for ends': 16,
      },
    },
  },
  'wait-refuse': {
    about: 'zoneadmd waits, and no observer may come once the zone is shutting down',
    set: { observersAtHalt: 'wait', refuseOpens: true },
    known: { states: 123, violated: { 'a halt of web that was asked for ends': 12 } },
  },
  'kill-and-wait-refuse': {
    about: 'zoneadmd kills and waits, and no observer may come once the zone is shutting down',
    set: { observersAtHalt: 'kill-and-wait', refuseOpens: true },
    known: { states: 127 },
  },
  'last-release-dladm-delete': {
    about: 'the same, with an administrator who deletes while IP has the link open (derived)',
    set: { lastRelease: true, dladmDelete: true, observers: 0 },
    known: {
      states: 122,
      violated: { 'halt can always still complete': 11, 'a halt of web that was asked for ends': 26 },
    },
  },
  'guard-own-refuse-kill': {
    about:
      'own references only, no late observers, and those that are there are killed: the smallest set that is enough',
    set: { guard: 'own', refuseOpens: true, observersAtHalt: 'kill' },
    known: { states: 151 },
  },
  'guard-own-refuse-kill-dladm-delete': {
    about: 'the same, with an administrator who deletes',
    set: { guard: 'own', refuseOpens: true, observersAtHalt: 'kill', dladmDelete: true },
    known: { states: 338 },
  },
} satisfies Record<string, Os8627Variant>;

export const variants = { ...asItIs, ...candidates };
