import { to } from '../../../../checker/index.ts';
import type { Deliveries, NamedStep, StepDetails } from '../../../../checker/index.ts';
import type { LinkName, ZoneId, ZoneName } from '../../names.ts';
import { cacheOf, confOf, isUp, listedIn, runs } from '../actors.ts';
import type { Actors, Cast, Make, State } from '../actors.ts';
import type { Tables } from '../machines/dlmgmtd.ts';
import { readFiles } from '../rules/start.ts';
import { isEnterable } from '../rules/tables.ts';
import { all, outcomes } from './moves.ts';
import type { Outcome } from './moves.ts';

/** SMF starts the daemon again, whenever it is not there: in one step, or zone by zone. */
export function startSteps(step: Make, cast: Cast): NamedStep<Actors>[] {
  return cast.settings.splitStart ? inSteps(step, cast) : atOnce(step, cast);
}

const details: StepDetails = {
  by: 'dlmgmtd',
  at: 'dlmgmt_main.c: dlmgmt_allzones_init; dlmgmt_db.c: process_db_read',
};

type Added = readonly { readonly zone: ZoneName; readonly link: LinkName }[];

/** What comes of one zone's files. */
type Read =
  | { readonly result: 'read'; readonly tables: Tables; readonly added: Added }
  | { readonly result: 'skipped' }
  | { readonly result: 'fails' }
  | { readonly result: 'aborts' };

/** `dlmgmt_zone_init`. Another zone's files can only be read in a process that has entered the zone. */
function readZone(s: State, cast: Cast, zone: ZoneId, tables: Tables, added: Added): Read {
  if (zone !== 'global' && !isEnterable(s[zone].value)) {
    const fails = cast.settings.startWithDyingZones === 'abort' && !s[zone].matches('uninitialized');
    return { result: fails ? 'fails' : 'skipped' };
  }
  const world = {
    settings: cast.settings,
    listedIn: (link: LinkName) => listedIn(s, cast, link) ?? added.find((one) => one.link === link)?.zone,
    statusOf: (name: ZoneName) => s[name].value,
  };
  const reading = readFiles(
    world,
    tables,
    zone,
    s[cacheOf(zone)].context.lines,
    s[confOf(zone)].context.lines,
  );
  if (reading.aborts) return { result: 'aborts' };
  return { result: 'read', tables: reading.tables, added: [...added, ...reading.added] };
}

/** The order is that of `zone_list`, the global zone first. */
const zonesOf = ({ zones }: Cast): readonly ZoneId[] => ['global', ...zones];

/** Links that were found in no list, and go into that of their zone: one actor, one event. */
function lists(added: Added): Deliveries<Actors> {
  return all(...added.map(({ zone, link }) => to(zone, { type: 'addDatalink', link })));
}

const startLabels = ['up', 'a zone cannot be entered, the start fails', 'abort'] as const;

function atOnce(step: Make, cast: Cast): NamedStep<Actors>[] {
  const start = (s: State): Outcome<(typeof startLabels)[number]> | null => {
    if (!runs(s) || isUp(s)) return null;
    let tables: Tables = { records: [], loans: [] };
    let added: Added = [];
    for (const zone of zonesOf(cast)) {
      const read = readZone(s, cast, zone, tables, added);
      if (read.result === 'aborts') return { label: 'abort', does: { dlmgmtd: { type: 'abort' } } };
      if (read.result === 'fails') {
        return {
          label: 'a zone cannot be entered, the start fails',
          does: all({ dlmgmtd: { type: 'cannotStart' } }, lists(added)),
        };
      }
      if (read.result === 'read') ({ tables, added } = read);
    }
    return {
      label: 'up',
      does: all({ dlmgmtd: { type: 'started', tables } }, { memory: { type: 'forget' } }, lists(added)),
    };
  };
  return outcomes(step, 'SMF starts dlmgmtd', details, startLabels, start);
}

const readLabels = ['read', 'not there, or skipped', 'cannot be entered, the start fails', 'abort'] as const;

function inSteps(step: Make, cast: Cast): NamedStep<Actors>[] {
  const zones = zonesOf(cast);
  const read = (s: State, zone: ZoneId, index: number): Outcome<(typeof readLabels)[number]> | null => {
    if (!runs(s) || !s.dlmgmtd.matches('starting') || s.dlmgmtd.context.read !== index) return null;
    const { records, loans } = s.dlmgmtd.context;
    const result = readZone(s, cast, zone, { records, loans }, []);
    switch (result.result) {
      case 'read':
        return {
          label: 'read',
          does: all({ dlmgmtd: { type: 'read', tables: result.tables } }, lists(result.added)),
        };
      case 'skipped':
        return {
          label: 'not there, or skipped',
          does: { dlmgmtd: { type: 'read', tables: { records, loans } } },
        };
      case 'fails':
        return { label: 'cannot be entered, the start fails', does: { dlmgmtd: { type: 'cannotStart' } } };
      case 'aborts':
        return { label: 'abort', does: { dlmgmtd: { type: 'abort' } } };
    }
  };
  return [
    step('SMF starts dlmgmtd', details, (s) => (runs(s) && !isUp(s) ? { dlmgmtd: { type: 'start' } } : null)),
    ...zones.flatMap((zone, i) =>
      outcomes(step, `dlmgmtd reads the files of ${zone}`, details, readLabels, (s) => read(s, zone, i)),
    ),
    step('dlmgmtd is up: kernel door and zone doors are in place', details, (s) =>
      runs(s) && s.dlmgmtd.matches('starting') && s.dlmgmtd.context.read === zones.length
        ? { dlmgmtd: { type: 'ready' }, memory: { type: 'forget' } }
        : null,
    ),
  ];
}
