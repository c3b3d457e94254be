import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type IpmpVariant = Variant<typeof options>;

const landed = { unplumb: 'landed' } as const;
const strict = { unplumb: 'strict' } as const;

export const variants = {
  reviewed: {
    about: 'as reviewed: the group is destroyed under ill_g_lock, against a read of its kstat',
    set: {},
    known: { states: 53, violated: { 'every thread ends': 7, 'no deadlock': 7 } },
  },
  'reviewed-under': {
    about: 'as reviewed: an underlying interface is unplumbed during a read',
    set: { T1: false, T1u: true },
    known: { states: 113, violated: { 'no statistics are lost': 19 } },
  },
  landed: {
    about: 'the landed split: phyint and group are freed after ill_g_lock is dropped',
    set: landed,
    known: { states: 61 },
  },
  'landed-T3': {
    about:
      'the landed split, and a test address of another group is removed: ill_g_lock (W), then ipmp_lock (derived)',
    set: { ...landed, T3: true },
    known: { states: 302, violated: { 'every thread ends': 10, 'no deadlock': 10 } },
  },
  'landed-T3r': {
    about: 'the landed split, and ip_set_forwarding: ill_g_lock (R), then ipmp_lock',
    set: { ...landed, T3r: true },
    known: { states: 275 },
  },
  'landed-T3r-T4': {
    about: 'the same, and somebody waits for ill_g_lock (W) (derived)',
    set: { ...landed, T3r: true, T4: true },
    known: { states: 913, violated: { 'every thread ends': 10, 'no deadlock': 10 } },
  },
  'landed-under': {
    about: 'the landed split: an underlying interface is unplumbed during a read (derived)',
    set: { ...landed, T1: false, T1u: true },
    known: {
      states: 171,
      violated: {
        'the phyint that a read uses has not been freed': 18,
        'no statistics are counted twice': 14,
        'no statistics are lost': 16,
      },
    },
  },
  'landed-refhold-under': {
    about: 'the same with the list of references that was proposed in the review',
    set: { ...landed, reader: 'refhold', T1: false, T1u: true },
    known: { states: 166, violated: { 'no statistics are lost': 8 } },
  },
  'landed-refhold-T3': {
    about: 'the list of references does not help against the lock cycle',
    set: { ...landed, reader: 'refhold', T3: true },
    known: { states: 302, violated: { 'every thread ends': 10, 'no deadlock': 10 } },
  },
  'strict-T3': {
    about: 'the kstat is deleted without any lock (not in any version), against T3',
    set: { ...strict, T3: true },
    known: { states: 328 },
  },
  'strict-T3r-T4': {
    about: 'the same against ip_set_forwarding and a writer',
    set: { ...strict, T3r: true, T4: true },
    known: { states: 1001 },
  },
  'strict-under': {
    about: 'the same does nothing for the reader of an underlying interface',
    set: { ...strict, T1: false, T1u: true },
    known: {
      states: 171,
      violated: {
        'the phyint that a read uses has not been freed': 18,
        'no statistics are counted twice': 14,
        'no statistics are lost': 16,
      },
    },
  },
  'strict-refhold': {
    about: 'no lock over the kstat, and the list of references, against all threads',
    set: { ...strict, reader: 'refhold', T1u: true, T3: true, T3r: true, T4: true },
    known: { states: 16119, violated: { 'no statistics are lost': 8 } },
  },
  complete: {
    about:
      'no lock over the kstat, and statistics that move in one step, against all threads (not in any version)',
    set: { ...strict, accounting: 'together', T1u: true, T3: true, T3r: true, T4: true },
    known: { states: 10518 },
  },
  'complete-refhold': {
    about: 'the same with the list of references, so without ill_g_lock over the calls down',
    set: { ...strict, reader: 'refhold', accounting: 'together', T1u: true, T3: true, T3r: true, T4: true },
    known: { states: 11136 },
  },
  netstack: {
    about: 'illumos 8900: the reader drops the last reference of its netstack in the callback',
    set: { netstack: 'inline' },
    known: {
      states: 7,
      violated: { 'no owner of the kstat wants it again': 6, 'every thread ends': 6, 'no deadlock': 6 },
    },
  },
  'netstack-deferred': {
    about: 'its fix: a taskq runs the destroy routines',
    set: { netstack: 'deferred' },
    known: { states: 12 },
  },
} satisfies Record<string, IpmpVariant>;
