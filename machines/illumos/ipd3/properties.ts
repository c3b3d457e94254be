import type { Property } from '../../../checker/index.ts';
import {
  everybodyAgrees,
  noLinkInDeadZone,
  recordsHaveLinks,
} from '../../../invariants/illumos/links/agreement.ts';
import {
  dlmgmtdNeverAborts,
  loanListIsExact,
  restartIsNoOp,
} from '../../../invariants/illumos/links/daemon.ts';
import {
  definitionsSurvive,
  noPersistentInZone,
  oneLinePerRecord,
  sameLinkAfterReboot,
} from '../../../invariants/illumos/links/files.ts';
import { noDuplicateNamesInGz } from '../../../invariants/illumos/links/names.ts';
import {
  ddRefEqualsHolds,
  ddRefNeverUnderflows,
  noStaleStream,
  noStreamIsDropped,
  onlyLoansAreGivenBack,
} from '../../../invariants/illumos/links/references.ts';
import {
  callbacksBeforeDestroy,
  haltEnds,
  haltRecoverable,
  idsAreNotReused,
  kernelNeverPanics,
  loansReturn,
  statusNeverGoesBack,
  transientLinksGone,
} from '../../../invariants/illumos/links/zones.ts';
import type { Actors, Cast } from './actors.ts';

/** The invariants I1 to I21 of links, zones and the daemon, as far as the settings let them say something. */
export function properties(cast: Cast): Property<Actors>[] {
  const { links, settings } = cast;
  const opens = settings.plumbing || settings.observer;
  return [
    kernelNeverPanics(),
    ddRefNeverUnderflows(links),
    ddRefEqualsHolds(links),
    ...(settings.observer ? [noStaleStream()] : []),
    onlyLoansAreGivenBack(links),
    noDuplicateNamesInGz(links),
    dlmgmtdNeverAborts(),
    ...(settings.loanList === 'by-name' ? [loanListIsExact(links)] : []),
    everybodyAgrees(cast),
    transientLinksGone(cast),
    loansReturn(cast),
    noLinkInDeadZone(cast),
    idsAreNotReused(cast),
    ...(settings.crashes > 0 ? [restartIsNoOp(links)] : []),
    oneLinePerRecord(cast),
    ...(settings.persistence === 'temporary' ? [] : [definitionsSurvive(), noPersistentInZone(cast)]),
    ...(settings.reboots > 0 ? [sameLinkAfterReboot(cast)] : []),
    callbacksBeforeDestroy(cast),
    statusNeverGoesBack(cast),
    ...(opens ? [noStreamIsDropped(links)] : []),
    recordsHaveLinks(cast),
    // A reboot would be a way out of everything.
    ...(settings.reboots > 0 ? [] : [haltRecoverable(cast), haltEnds('web')]),
  ];
}
