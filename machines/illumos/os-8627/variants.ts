import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type Os8627Variant = Variant<typeof options>;

/** What the code does, in several settings. */
const asItIs = {
  today: {
    about: 'dls_devnet_unset as it is: the shortcut applies from SHUTTING_DOWN on',
    set: {},
    known: {},
  },
  ticket: {
    about: "today's code in the order of the ticket: IP up, snoop -z, halt fails, snoop exits",
    set: { script: 'ticket' },
    known: {},
  },
  recycled: {
    about:
      "today's code with a second zone: freed memory is allocated again under the observer's pointer (ABA)",
    set: { zones: 2 },
    known: {},
  },
  'dladm-delete': {
    about:
      "today's code, no observer: an administrator deletes the link while the zone shuts down and IP has it open (derived)",
    set: { dladmDelete: true, observers: 0 },
    known: {},
  },
  'created-in-zone': {
    about: "today's code, link made by dladm in the zone: no loan, dd_ref starts at 1",
    set: { kind: 'created-in-zone' },
    known: {},
  },
  'on-loan': {
    about: "today's code, link on loan from the global zone: returned at halt, not deleted",
    set: { kind: 'on-loan' },
    known: {},
  },
  'before-os-406': { about: 'no shortcut at all', set: { shortcut: 'never' }, known: {} },
} satisfies Record<string, Os8627Variant>;

/** The candidates of the ticket, one by one and together. */
const candidates = {
  empty: { about: 'the shortcut applies from EMPTY on', set: { shortcut: 'empty' }, known: {} },
  'empty-dladm-delete': {
    about: 'the same, with an administrator who deletes and no observer (derived)',
    set: { shortcut: 'empty', dladmDelete: true, observers: 0 },
    known: {},
  },
  'guard-2': {
    about: 'the shortcut applies from EMPTY on and only if dd_ref is 2; else EBUSY',
    set: { shortcut: 'empty', guard: 'dd_ref == 2' },
    known: {},
  },
  'guard-2-created-in-zone': {
    about: 'the same for a link made in the zone: 2 may be itself and an observer (derived)',
    set: { shortcut: 'empty', guard: 'dd_ref == 2', kind: 'created-in-zone' },
    known: {},
  },
  'guard-own-created-in-zone': {
    about: "the guard asks for the link's own references instead: 1, plus 1 if it is on loan",
    set: { shortcut: 'empty', guard: 'own', kind: 'created-in-zone' },
    known: {},
  },
  'last-release': { about: 'no free before the last release', set: { lastRelease: true }, known: {} },
  kill: { about: 'zoneadmd kills observers before it deletes', set: { observersAtHalt: 'kill' }, known: {} },
  wait: {
    about: 'zoneadmd waits for observers before it deletes',
    set: { observersAtHalt: 'wait' },
    known: {},
  },
  'kill-and-wait': {
    about: 'zoneadmd kills observers and waits until they are gone',
    set: { observersAtHalt: 'kill-and-wait' },
    known: {},
  },
  'wait-refuse': {
    about: 'zoneadmd waits, and no observer may come once the zone is shutting down',
    set: { observersAtHalt: 'wait', refuseOpens: true },
    known: {},
  },
  'kill-and-wait-refuse': {
    about: 'zoneadmd kills and waits, and no observer may come once the zone is shutting down',
    set: { observersAtHalt: 'kill-and-wait', refuseOpens: true },
    known: {},
  },
  'guard-own-kill-and-wait-refuse': {
    about: 'all of it: EMPTY, own references only, kill and wait, no late observers',
    set: { shortcut: 'empty', guard: 'own', observersAtHalt: 'kill-and-wait', refuseOpens: true },
    known: {},
  },
} satisfies Record<string, Os8627Variant>;

export const variants = { ...asItIs, ...candidates };
