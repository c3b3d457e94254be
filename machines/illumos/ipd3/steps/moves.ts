import { to } from '../../../../checker/index.ts';
import type { Deliveries, NamedStep, StepDetails } from '../../../../checker/index.ts';
import type { LinkName, ZoneId, ZoneName } from '../../names.ts';
import { isUp } from '../actors.ts';
import type { Actors, Cast, Make, State } from '../actors.ts';
import { setzoneid } from '../rules/tables.ts';
import type { Move } from '../rules/tables.ts';

/** One thing that can come of an action: its name, and what it does. */
export interface Outcome<L extends string = string> {
  readonly label: L;
  readonly does: Deliveries<Actors>;
}

/** One step per outcome, so that a trace says which it was: `dls_zone_remove(net0): returned`. */
export function outcomes<const L extends string>(
  step: Make,
  name: string,
  details: StepDetails,
  labels: readonly L[],
  decide: (s: State) => Outcome<NoInfer<L>> | null,
): NamedStep<Actors>[] {
  return labels.map((label) =>
    step(`${name}: ${label}`, details, (s) => {
      const outcome = decide(s);
      return outcome?.label === label ? outcome.does : null;
    }),
  );
}

/** Several deliveries; those to the same actor must not meet. */
export function all(...parts: readonly Deliveries<Actors>[]): Deliveries<Actors> {
  return Object.assign({}, ...parts) as Deliveries<Actors>;
}

/** The upcall SETZONEID (dls_mgmt.c: i_dls_mgmt_upcall). `EBADF`: the daemon is not there. */
export function ask(s: State, cast: Cast, link: LinkName, zone: ZoneId, transient = false): Move | 'EBADF' {
  if (!isUp(s)) return 'EBADF';
  const zoneOf = (name: ZoneName) => ({ status: s[name].value, datalinks: s[name].context.datalinks });
  return setzoneid(cast.settings, s.dlmgmtd.context, zoneOf, link, zone, transient);
}

/** What SETZONEID does to the daemon and to the zones' lists, also where it aborts half way. */
export function told(s: State, link: LinkName, zone: ZoneId, move: Move): Deliveries<Actors> {
  const from = s.dlmgmtd.context.records.find((one) => one.link === link)?.zone;
  const lists = (removed: boolean, added: boolean): Deliveries<Actors> =>
    all(
      removed && from !== undefined && from !== 'global' ? to(from, { type: 'removeDatalink', link }) : {},
      added && zone !== 'global' ? to(zone, { type: 'addDatalink', link }) : {},
    );
  switch (move.result) {
    case 'ok':
      return from === zone
        ? {}
        : all(lists(true, true), {
            dlmgmtd: { type: 'setzoneid', record: move.record, loans: move.loans },
          });
    case 'abort':
      return all(lists(move.removed, move.added), goes(s, 'abort'));
    default:
      return {};
  }
}

/** The daemon goes; what it knew is remembered for the comparison with what it will know when it is back. */
export function goes(s: State, type: 'abort' | 'crash'): Deliveries<Actors> {
  const { records } = s.dlmgmtd.context;
  return all(
    { dlmgmtd: { type } },
    s.dlmgmtd.matches('up') ? { memory: { type: 'remember', records: [...records] } } : {},
  );
}

export const returnLabels = [
  'returned to the global zone',
  'transient, skipped',
  'dlmgmtd is not there, it stays',
  'dlmgmtd refuses, it stays',
  'dlmgmtd aborts, it stays',
  'in use, it stays',
  'no such link in the kernel',
  'the kernel has it in the global zone',
  'the kernel has it elsewhere',
  'dd_ref has no loan to give back: panic',
  'dd_ref has no loan to give back: 0',
] as const;

export type ReturnLabel = (typeof returnLabels)[number];

/**
 * `dls_devnet_setzid` from a zone to the global zone (dls_mgmt.c): the upcall, `dls_link_setzid`, then
 * `dls_devnet_rele` of the loan, whether or not there was one.
 */
export function giveBack(s: State, cast: Cast, zone: ZoneName, link: LinkName): Outcome<ReturnLabel> {
  const { ddZid, plumbed } = s[link].context;
  if (!s[link].matches('present')) return { label: 'no such link in the kernel', does: {} };
  // dls_devnet_setzid to the zone it is in: 0 at once, and nobody tells dlmgmtd.
  if (ddZid === 'global') return { label: 'the kernel has it in the global zone', does: {} };
  if (ddZid !== zone) return { label: 'the kernel has it elsewhere', does: {} };
  const move = ask(s, cast, link, 'global');
  if (move === 'EBADF') return { label: 'dlmgmtd is not there, it stays', does: {} };
  if (move.result === 'abort') {
    return { label: 'dlmgmtd aborts, it stays', does: told(s, link, 'global', move) };
  }
  if (move.result !== 'ok') return { label: 'dlmgmtd refuses, it stays', does: {} };
  // dls_link_setzid: EBUSY; a second upcall takes the first back.
  if (plumbed) return { label: 'in use, it stays', does: {} };
  return given(s, cast, link, told(s, link, 'global', move));
}

/** The end of the same: the link is moved, and `dls_devnet_rele` finds what it finds. */
export function given(
  s: State,
  { settings }: Cast,
  link: LinkName,
  upcall: Deliveries<Actors>,
): Outcome<ReturnLabel> {
  const moved = all(upcall, to(link, { type: 'giveBack' }));
  if (s[link].context.ddRef > 1) return { label: 'returned to the global zone', does: moved };
  if (settings.refCheck === 'assert' && !settings.debug) {
    return { label: 'dd_ref has no loan to give back: 0', does: moved };
  }
  const panic = {
    kernel: {
      type: 'panic',
      verify: 'ddp->dd_ref > 1',
      in: 'dls_devnet_rele',
      by: 'dls_devnet_setzid',
    },
  } as const;
  return { label: 'dd_ref has no loan to give back: panic', does: all(moved, panic) };
}
