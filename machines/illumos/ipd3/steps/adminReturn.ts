import type { NamedStep, StepDetails } from '../../../../checker/index.ts';
import type { LinkName } from '../../names.ts';
import { isUp, recordOf, runs } from '../actors.ts';
import type { Actors, Cast, Make, State } from '../actors.ts';
import { all, ask, given, outcomes, told } from './moves.ts';

/**
 * `dladm set-linkprop -p zone=global` on a link that is on loan to a running zone. The upcall and `dls_link_setzid` are two
 * steps: in between dlmgmtd may go. If IP has the link open, a second upcall takes the first back, and its result is
 * ignored (dls_mgmt.c: i_dls_devnet_setzid).
 */
export function adminReturnSteps(step: Make, cast: Cast): NamedStep<Actors>[] {
  if (!cast.settings.adminReturn) return [];
  return cast.links.flatMap((link) => [begin(step, cast, link), ...end(step, cast, link)]);
}

const details: StepDetails = { by: 'dladm', at: 'dls_mgmt.c: i_dls_devnet_setzid' };

function zoneOf(s: State, link: LinkName) {
  const { ddZid, ddOwnerZid } = s[link].context;
  return s[link].matches('present') && ddOwnerZid === 'global' && ddZid !== 'global' && ddZid !== 'gone'
    ? ddZid
    : undefined;
}

function begin(step: Make, cast: Cast, link: LinkName): NamedStep<Actors> {
  return step(`dladm: set-linkprop zone=global (${link}), SETZONEID`, details, (s) => {
    const zone = zoneOf(s, link);
    if (!runs(s) || !isUp(s) || zone === undefined || !s[zone].matches('running')) return null;
    const move = ask(s, cast, link, 'global');
    if (move === 'EBADF' || move.result !== 'ok' || recordOf(s, link)?.zone !== zone) return null;
    return all(told(s, link, 'global', move), { dladm: { type: 'told', link } });
  });
}

const endLabels = [
  'returned to the global zone',
  'no such link in the kernel',
  'EBUSY, SETZONEID back',
  'EBUSY, and dlmgmtd is not there to take it back',
  'EBUSY, and dlmgmtd refuses to take it back',
] as const;

function end(step: Make, cast: Cast, link: LinkName): NamedStep<Actors>[] {
  const done = { dladm: { type: 'done' } } as const;
  return outcomes(
    step,
    `dls_link_setzid(${link}, global)`,
    { ...details, fairness: 'weak' },
    endLabels,
    (s) => {
      if (!runs(s) || !s.dladm.matches('returning') || s.dladm.context.link !== link) return null;
      const zone = zoneOf(s, link);
      if (zone === undefined) return { label: 'no such link in the kernel', does: done };
      if (!s[link].context.plumbed) {
        // It was lent: there is a loan to give back.
        const { does } = given(s, cast, link, {});
        return { label: 'returned to the global zone', does: all(does, done) };
      }
      const back = ask(s, cast, link, zone);
      if (back === 'EBADF') return { label: 'EBUSY, and dlmgmtd is not there to take it back', does: done };
      if (back.result !== 'ok') {
        const does = all(told(s, link, zone, back), done);
        return { label: 'EBUSY, and dlmgmtd refuses to take it back', does };
      }
      return { label: 'EBUSY, SETZONEID back', does: all(told(s, link, zone, back), done) };
    },
  );
}
