import { always, never, onStep } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import type { LinkName } from '../../../machines/illumos/names.ts';
import { recordOf } from './actors.ts';
import type { Daemon, Links, Memory } from './actors.ts';

/** I7. */
export function dlmgmtdNeverAborts(): Property<Daemon> {
  return never('dlmgmtd never aborts', (s) => s.dlmgmtd.matches('aborted'), {
    about:
      'No sequence of commands, and no file it reads, makes avl_add find a duplicate or an assertion fail.',
    cites: ['illumos 10001', 'illumos 15553', 'OS-4290'],
  });
}

/** I13. */
export function restartIsNoOp(links: readonly LinkName[]): Property<Daemon & Links & Memory> {
  return onStep(
    'a restart of dlmgmtd changes nothing',
    /^dlmgmtd is up|^SMF starts dlmgmtd: up$/,
    links.map((link) => ({ before, after }) => {
      const was = before.memory.context.records.find((record) => record.link === link);
      const is = recordOf(after, link);
      // What its zone took with it, nobody is to bring back.
      if (was === undefined || !after[link].matches('present') || after[link].context.ddZid === 'gone')
        return true;
      return JSON.stringify(was) === JSON.stringify(is) || { link, before: was, after: is ?? 'no record' };
    }),
    {
      about: 'A link that exists has the same name, zone and flags in dlmgmtd before and after.',
      cites: ['OS-6274', 'OS-6278', 'OS-2608', 'illumos 15408', 'illumos 15553', 'IPD 3, restarting dlmgmtd'],
    },
  );
}

/** The daemon's own tables. */
export function loanListIsExact(links: readonly LinkName[]): Property<Daemon> {
  return always(
    'the loan list has the links on loan',
    links.map((link) => (s) => {
      const onLoan = recordOf(s, link)?.onLoan === true;
      const listed = s.dlmgmtd.context.loans.includes(link);
      return onLoan === listed || { link, 'on loan': onLoan, 'on the list': listed };
    }),
    {
      about: 'dlmgmt_loan_avl has a link if and only if its record says that it is on loan.',
      cites: ['dlmgmt_door.c before 15167: avl_remove of a link that was never on loan (derived)'],
    },
  );
}
