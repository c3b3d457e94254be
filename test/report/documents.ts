/** Traces for tests of formats: the fixtures, checked. */
import { check } from '../../checker/index.ts';
import { reportOf } from '../../checker/report/build.ts';
import { documentsOf } from '../../checker/report/formats/format.ts';
import type { TraceDocument } from '../../checker/report/formats/format.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import type { Checkable } from '../../checker/scenario/scenario.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { devnetLocks } from '../../machines/illumos/devnet-locks/scenario.ts';
import * as awkward from '../cli/fixtures/awkward.ts';
import link from '../cli/fixtures/link.ts';
import * as loop from '../cli/fixtures/loop.ts';

const bare = (file: string): Omit<CheckReport, 'properties' | 'warnings'> => ({
  scenario: file,
  file,
  options: {},
  changed: [],
  limits: {},
});

async function documents(
  header: Omit<CheckReport, 'properties' | 'warnings'>,
  { system, properties }: Checkable,
): Promise<TraceDocument[]> {
  const result = await check(system, properties);
  return documentsOf('0.0.0', [reportOf(header, result)]);
}

const options = valuesOf(link, 'early');
const early = { scenario: 'link', title: link.title, file: 'link.ts', variant: 'early', options };

/** Every trace of the fixtures, by a short name. */
export async function fixtureTraces(): Promise<
  Record<'safety' | 'lasso' | 'trap' | 'deadlock' | 'waits' | 'awkward', TraceDocument>
> {
  const [safety] = await documents({ ...early, changed: [], limits: {} }, link.build(options));
  const [lasso, trap, deadlock] = await documents(bare('loop.ts'), loop as unknown as Checkable);
  const [odd] = await documents(bare('awkward.ts'), awkward as unknown as Checkable);
  const before = { scenario: devnetLocks.name, title: devnetLocks.title, variant: 'before' };
  const values = valuesOf(devnetLocks, 'before');
  const stuck = await documents(
    { ...before, options: values, changed: [], limits: {} },
    devnetLocks.build(values),
  );
  const waits = stuck.find(({ property }) => property.kind === 'deadlock');
  return { safety: safety!, lasso: lasso!, trap: trap!, deadlock: deadlock!, waits: waits!, awkward: odd! };
}
