import { describe, expect, test } from 'vitest';
import { fixesOf, showChanges } from '../../checker/scenario/fixes.ts';
import { linkNames } from '../../machines/illumos/link-names/scenario.ts';
import { createOutcome, moveOutcome } from '../../machines/illumos/link-names/rules.ts';
import type { LinkRecord } from '../../machines/illumos/link-names/dlmgmtd.ts';
import type { Settings } from '../../machines/illumos/link-names/options.ts';

const illumos: Settings = {
  loanList: 'by-name',
  moveTest: false,
  createTest: 'own-names',
  dropAtHalt: false,
  zones: 2,
  links: 2,
  restart: false,
};
const lent: LinkRecord = { link: 'net0', name: 'vnic0', zone: 'web', onLoan: true };
const second: LinkRecord = { link: 'net1', name: 'vnic0', zone: 'global', onLoan: false };

describe('rules of dlmgmtd', () => {
  test('create looks at what its design looks at', () => {
    expect(createOutcome(illumos, [lent], 'vnic0')).toBe('ok');
    expect(createOutcome({ ...illumos, createTest: 'own-and-loaned' }, [lent], 'vnic0')).toBe('EEXIST');
    expect(createOutcome({ ...illumos, createTest: 'everywhere' }, [lent], 'vnic0')).toBe('EEXIST');
    expect(createOutcome(illumos, [second], 'vnic0')).toBe('EEXIST');
  });

  test('a move into a taken name aborts, unless a test comes first', () => {
    expect(moveOutcome(illumos, [lent, second], 'net0', 'global')).toBe('abort');
    expect(
      moveOutcome({ ...illumos, loanList: 'none', moveTest: true }, [lent, second], 'net0', 'global'),
    ).toBe('EEXIST');
  });

  test('the loan list is keyed by name: a second loan of the name aborts, to whatever zone', () => {
    expect(moveOutcome(illumos, [lent, second], 'net1', 'db')).toBe('abort');
    expect(moveOutcome({ ...illumos, loanList: 'none' }, [lent, second], 'net1', 'db')).toBe('ok');
  });

  test('8437: the test finds the link itself on the loan list', () => {
    expect(moveOutcome({ ...illumos, moveTest: true }, [lent], 'net0', 'global')).toBe('EEXIST');
  });
});

test('only a create that refuses names on loan is enough, alone', async () => {
  const fixes = await fixesOf(linkNames, 'illumos', [{}, { restart: true }]);
  expect(fixes.minimal.map(showChanges)).toEqual(['createTest=own-and-loaned', 'createTest=everywhere']);
});
