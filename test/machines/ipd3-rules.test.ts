import { describe, expect, test } from 'vitest';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import type { LinkRecord, Tables } from '../../machines/illumos/ipd3/machines/dlmgmtd.ts';
import type { Settings } from '../../machines/illumos/ipd3/options.ts';
import { readFiles } from '../../machines/illumos/ipd3/rules/start.ts';
import type { World } from '../../machines/illumos/ipd3/rules/start.ts';
import { fileOf, isTaken, setzoneid } from '../../machines/illumos/ipd3/rules/tables.ts';
import type { ZoneView } from '../../machines/illumos/ipd3/rules/tables.ts';
import { ipd3 } from '../../machines/illumos/ipd3/scenario.ts';
import type { ZoneName } from '../../machines/illumos/names.ts';

const settings = (variant: string, set: Partial<Settings> = {}): Settings =>
  valuesOf(ipd3, variant, set) as unknown as Settings;
const illumos = settings('illumos-2024');
const before = settings('illumos-2022');
const smartos = settings('smartos-2021');

const record = (over: Partial<LinkRecord> = {}): LinkRecord => ({
  link: 'net0',
  name: 'vnic0',
  zone: 'global',
  onLoan: false,
  transient: false,
  persist: false,
  active: true,
  ...over,
});
const lent = record({ zone: 'web', onLoan: true });
const other = record({ link: 'net1' });
const tables = (records: LinkRecord[]): Tables => ({
  records,
  loans: records.filter(({ onLoan }) => onLoan).map(({ link }) => link),
});
const zones =
  (web: ZoneView, db: ZoneView = { status: 'running', datalinks: [] }) =>
  (name: ZoneName): ZoneView =>
    name === 'web' ? web : db;
const running = zones({ status: 'running', datalinks: ['net0'] });

describe('CREATE_LINKID', () => {
  test('illumos looks at its own names, OmniOS at links on loan as well, unique names at all', () => {
    const createTest = (one: Settings['createTest'], zone: 'global' | 'db', known: LinkRecord[]) =>
      isTaken({ ...illumos, createTest: one }, tables(known), 'vnic0', zone);
    expect(createTest('own-names', 'global', [lent])).toBe(false);
    expect(createTest('own-and-loaned', 'global', [lent])).toBe(true);
    expect(createTest('own-and-loaned', 'db', [lent])).toBe(false);
    expect(createTest('everywhere', 'db', [lent])).toBe(true);
    expect(createTest('own-names', 'global', [other])).toBe(true);
  });
});

describe('SETZONEID', () => {
  test('a link comes back: off the lists, into the global names', () => {
    expect(setzoneid(illumos, tables([lent]), running, 'net0', 'global')).toEqual({
      result: 'ok',
      record: record(),
      loans: [],
    });
  });

  test('10001: the name is taken in the global zone, and the zone list has lost the link already', () => {
    const move = setzoneid(illumos, tables([lent, other]), running, 'net0', 'global');
    expect(move).toEqual({ result: 'abort', removed: true, added: false });
  });

  test('10001: a second link of the name goes on loan, to whatever zone', () => {
    const move = setzoneid(illumos, tables([lent, other]), running, 'net1', 'db');
    expect(move).toEqual({ result: 'abort', removed: false, added: true });
    expect(setzoneid(smartos, tables([lent, other]), running, 'net1', 'db').result).toBe('ok');
  });

  test('SmartOS refuses a name that is taken', () => {
    expect(setzoneid(smartos, tables([lent, other]), running, 'net0', 'global').result).toBe('EEXIST');
  });

  test('8437: the test finds the link itself on the loan list, unless it is told not to', () => {
    const live = (moveTest: Settings['moveTest']) =>
      setzoneid({ ...illumos, moveTest }, tables([lent]), running, 'net0', 'global').result;
    expect(live('live')).toBe('EEXIST');
    expect(live('others')).toBe('ok');
  });

  test('the zone list decides: not listed is ENXIO, a zone that is gone EINVAL', () => {
    const unlisted = zones({ status: 'running', datalinks: [] });
    const dying = zones({ status: 'dying', datalinks: ['net0'] });
    expect(setzoneid(illumos, tables([lent]), unlisted, 'net0', 'global').result).toBe('ENXIO');
    expect(setzoneid(illumos, tables([lent]), dying, 'net0', 'global').result).toBe('EINVAL');
    expect(setzoneid(illumos, tables([]), running, 'net0', 'global').result).toBe('ENOENT');
  });

  test('before 15167 a link that was never on loan empties the loan list', () => {
    const own = record({ zone: 'web' });
    const onLoan = record({ link: 'net1', zone: 'db', name: 'vnic1', onLoan: true });
    const loans = (one: Settings) => {
      const move = setzoneid(one, tables([own, onLoan]), running, 'net0', 'global');
      return move.result === 'ok' ? move.loans : move.result;
    };
    expect(loans(before)).toEqual([]);
    expect(loans(illumos)).toEqual(['net1']);
  });
});

describe('files', () => {
  const world = (listed: ZoneName | undefined, one: Settings = illumos): World => ({
    settings: one,
    listedIn: () => listed,
    statusOf: (zone) => (zone === 'web' ? 'running' : 'uninitialized'),
  });
  const line = { name: 'vnic0', link: 'net0', zone: 'global', transient: false } as const;
  const read = (one: World, lines: Parameters<typeof readFiles>[3], conf = {}) =>
    readFiles(one, { records: [], loans: [] }, 'global', lines, conf);

  test('whose line goes where', () => {
    const transient = record({ zone: 'web', transient: true });
    expect(fileOf(before, transient)).toBe('web');
    expect(fileOf(illumos, transient)).toBe('global');
    expect(fileOf(illumos, lent)).toBe('web');
    expect(fileOf(smartos, lent)).toBe('global');
  });

  test('a link that the kernel says is in a zone is on loan again', () => {
    expect(read(world('web'), [line]).tables).toEqual({ records: [lent], loans: ['net0'] });
  });

  test('a transient line of a zone that is gone becomes an orphan of the global zone', () => {
    const gone = { ...line, zone: 'db', transient: true } as const;
    expect(read(world(undefined), [gone]).tables.records).toMatchObject([
      { zone: 'global', name: 'SUNWorphan_net0' },
    ]);
  });

  test('a transient line puts the link into the list of its zone, if it is in none', () => {
    const transient = { ...line, zone: 'web', transient: true } as const;
    expect(read(world(undefined), [transient]).added).toEqual([{ zone: 'web', link: 'net0' }]);
    expect(read(world('web'), [transient]).added).toEqual([]);
  });

  test('conf after cache: a flag more, or a record that the kernel knows nothing of', () => {
    expect(read(world(undefined), [line], { vnic0: 'net0' }).tables.records).toMatchObject([
      { persist: true, active: true },
    ]);
    expect(read(world(undefined), [], { vnic0: 'net0' }).tables.records).toMatchObject([
      { persist: true, active: false },
    ]);
  });

  test('SmartOS: a persistent link on loan comes back as transient (derived)', () => {
    const { records } = read(world('web', smartos), [line], { vnic0: 'net0' }).tables;
    expect(records[0]).toMatchObject({ zone: 'web', onLoan: true, transient: true });
  });

  test('two links under one name on the loan list: the daemon aborts while it starts', () => {
    const twice = [line, { ...line, link: 'net1' }] as const;
    const where: World = { ...world('web'), listedIn: (link) => (link === 'net0' ? 'web' : 'db') };
    expect(read(where, twice).aborts).toBe(true);
  });
});
