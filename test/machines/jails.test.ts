import { describe, expect, test } from 'vitest';
import { check, never, onStep } from '../../checker/index.ts';
import type { OptionValue, PropertyResult, Scenario } from '../../checker/index.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { jailsStates } from '../../machines/freebsd/jails-states/scenario.ts';
import { jails } from '../../machines/freebsd/jails/scenario.ts';

type Settings = Readonly<Record<string, OptionValue>>;
type Results = ReadonlyMap<string, PropertyResult>;

async function results(scenario: Scenario, settings: Settings): Promise<Results> {
  const { system, properties } = scenario.build(settings);
  const { properties: all } = await check(system, properties);
  return new Map(all.map((one) => [one.name, one]));
}

const ofVariant = (scenario: Scenario, variant: string): Promise<Results> =>
  results(scenario, valuesOf(scenario, variant));

/** The values that a field takes along a trace. */
function course(result: PropertyResult | undefined, actor: string, field: string): unknown[] {
  return (result?.trace?.steps ?? [])
    .flatMap(({ changes }) => changes)
    .filter((change) => change.actor === actor && change.path.at(-1) === field)
    .map(({ after }) => after);
}

const stepsOf = (result: PropertyResult | undefined): string[] =>
  (result?.trace?.steps ?? []).map(({ step }) => step);

const PRISON0 = 'prison0 keeps a pr_uref for every permanent process';
const NEGATIVE = 'pr_uref is never negative';
const AT_REST = 'at rest, pr_uref is what keeps a jail alive';
const INSIDE = 'no process is in a jail that is not alive';
const REF = 'a prison with a pr_uref has a pr_ref';
const EMPTY = 'a jail is removed only when nothing counts on it';
const PANIC = 'the kernel does not panic';
const MUTEX = 'nobody leaves the kernel with a mutex';
const WINDOW = 'jail_set without JAIL_DYING enters no dying jail';
const DEADLOCK = 'no deadlock';

const nobody = { enter: 'nobody' } as const;

/** Who does what: the rows of the table. */
const mixes = {
  attach: { enter: 'jail_attach', insiders: 2 },
  dying: { enter: 'jail_set-dying' },
  window: { enter: 'jail_set' },
  persist: { ...nobody, persist: 'resurrect' },
  clear: { ...nobody, persist: 'clear' },
  create: { ...nobody, create: 'child' },
  fails: { ...nobody, create: 'fails' },
  'two levels': { levels: 2 },
  exit: { ...nobody },
  walk: { ...nobody, levels: 2, walk: true },
} as const;

const lost = [PRISON0, AT_REST, PANIC];
/** By design and mix: everything that is violated. What is not named holds. */
const table: Readonly<Record<string, Readonly<Partial<Record<keyof typeof mixes, readonly string[]>>>>> = {
  propagate: {
    attach: [],
    dying: lost,
    window: [...lost, WINDOW],
    persist: lost,
    clear: [AT_REST],
    create: lost,
    fails: [AT_REST, REF, EMPTY],
    'two levels': [NEGATIVE, ...lost],
    exit: [],
    walk: [],
  },
  'patch-1': { exit: [MUTEX, DEADLOCK], persist: [PANIC, MUTEX, DEADLOCK] },
  'patch-1-ideal': {
    attach: [],
    dying: lost,
    'two levels': [NEGATIVE, ...lost],
    exit: [],
    walk: [DEADLOCK],
  },
  'patch-2': all({ window: [WINDOW] }),
  landed: all({ window: [WINDOW] }),
  deferred: all({}),
};

function all(except: Partial<Record<keyof typeof mixes, string[]>>): Record<keyof typeof mixes, string[]> {
  const none = Object.fromEntries(Object.keys(mixes).map((mix) => [mix, [] as string[]]));
  return { ...(none as Record<keyof typeof mixes, string[]>), ...except };
}

const alternative = { raiseAtAttach: true, raiseAtPersist: true, lowerAtPersist: true, bornDead: true };

function violatedIn(found: Results): string[] {
  const bad = [...found.values()].filter(({ verdict }) => verdict === 'violated' || verdict === 'incomplete');
  return bad.map(({ name }) => name).sort();
}

describe('jails: what each design violates against each mix', () => {
  const rows = Object.entries(table).flatMap(([lastUref, row]) =>
    Object.entries(row).map(([mix, expected]) => [lastUref, mix as keyof typeof mixes, expected] as const),
  );
  test.each(rows)('%s, %s', async (lastUref, mix, expected) => {
    expect(violatedIn(await results(jails, { lastUref, ...mixes[mix] }))).toEqual([...expected].sort());
  });

  test.each(Object.keys(mixes) as (keyof typeof mixes)[])('the complete alternative, %s', async (mix) => {
    const violated = violatedIn(await results(jails, { ...alternative, ...mixes[mix] }));
    expect(violated).toEqual(mix === 'window' ? [WINDOW] : []);
  });

  test.each([
    ['raiseAtAttach', 'dying', lost],
    ['raiseAtPersist', 'persist', lost],
    ['lowerAtPersist', 'clear', [AT_REST]],
    ['bornDead', 'create', [AT_REST, REF, EMPTY]],
  ] as const)('the alternative without %s, %s', async (site, mix, expected) => {
    const violated = violatedIn(await results(jails, { ...alternative, [site]: false, ...mixes[mix] }));
    expect(violated).toEqual([...expected].sort());
  });
});

describe('jails: the traces are those of the reports', () => {
  test('2011: one cycle of exit, entry and exit takes three counts of prison0, one too many', async () => {
    const panic = (await ofVariant(jails, '2011')).get(PANIC);
    expect(course(panic, 'j1', 'uref')).toEqual([0, 1, 0]);
    expect(course(panic, 'prison0', 'uref')).toEqual([2, 1, 0]);
    expect(panic?.trace?.values).toMatchObject({ panic: { why: 'KASSERT prison0 pr_uref=0', by: 'y0' } });
  });

  test('as reported: without INVARIANTS a page fault in prison_deref', async () => {
    const panic = (await ofVariant(jails, '2011-reported')).get(PANIC);
    expect(panic?.trace?.values).toMatchObject({
      panic: { why: 'page fault, pr_mtx of NULL', in: 'prison_deref', by: 'y0' },
    });
  });

  test('two permanent processes: it takes two cycles to the panic', async () => {
    const panic = (await ofVariant(jails, '2011-two-permanent')).get(PANIC);
    expect(course(panic, 'j1', 'uref').filter((uref) => uref === 0)).toHaveLength(3);
    expect(course(panic, 'prison0', 'uref').at(-1)).toBe(0);
  });

  test('the window: y0 has found the jail alive, then x0 leaves it', async () => {
    const steps = stepsOf((await ofVariant(jails, '2011-window')).get(WINDOW));
    expect(steps.some((name) => name.includes('JAIL_DYING'))).toBe(false);
    const found = steps.indexOf('y0 kern_jail_set: pr_ref(j1) + 1, temporary');
    const left = steps.indexOf('x0 prison_deref: pr_uref(j1) - 1');
    expect(found).toBeGreaterThan(-1);
    expect(left).toBeGreaterThan(found);
    expect(steps.at(-1)).toBe('y0 do_jail_attach: pr_uref(j1) + 1');
  });

  test('two levels: whoever entered the parent loses the count that keeps it alive', async () => {
    const inside = (await ofVariant(jails, '2011-visitor')).get(INSIDE);
    expect(course(inside, 'j1', 'uref')).toEqual([2, 1, 0]);
    expect(inside?.trace?.values).toMatchObject({ process: 'visitor', prison: 'j1', pr_uref: 0 });
  });

  test('two levels: a jail_attach that tests for 0 takes -1 for alive; the next fork meets 0', async () => {
    const { system } = jails.build(valuesOf(jails, '2011-visitor'));
    const uref = (s: unknown): number => (s as { j1: { context: { uref: number } } }).j1.context.uref;
    const { properties } = await check(system, [
      onStep(
        'no entry at -1',
        'visitor do_jail_attach: pr_uref(j1) + 1',
        ({ before }) => uref(before) !== -1,
      ),
      never('no fork at 0', (s) =>
        JSON.stringify(s.kernel?.context).includes('KASSERT prison_proc_hold pr_uref > 0'),
      ),
    ]);
    expect(properties.slice(0, 2).map(({ verdict }) => verdict)).toEqual(['violated', 'violated']);
  });

  test('first patch: x0 has left the kernel and still owns the mutex; its reaper waits for ever', async () => {
    const found = await ofVariant(jails, 'patch-1');
    expect(found.get(MUTEX)?.trace?.final.mtx_j1?.context).toEqual({ owner: 'x0' });
    expect(found.get(DEADLOCK)?.trace?.final.x0?.value).toBe('zombie');
  });

  test('first patch where both counts are dropped: the mutex recurses', async () => {
    const panic = (await ofVariant(jails, 'patch-1-persist')).get(PANIC);
    expect(panic?.trace?.values).toMatchObject({ panic: { why: 'pr_mtx(j1) recursed' } });
  });

  test('first patch, mended: child then parent against parent then child', async () => {
    const trace = (await ofVariant(jails, 'patch-1-ideal-walk')).get(DEADLOCK)?.trace;
    expect(trace?.final.mtx_j1?.context).toEqual({ owner: 'walker' });
    expect(trace?.final.mtx_j2?.context).toEqual({ owner: 'x0' });
    const waits = ['walker', 'x0'].map((name) => (trace?.final[name]?.context as { at?: string }).at);
    expect(waits).toEqual([
      expect.stringContaining('pr_mtx(j2)') as unknown,
      expect.stringContaining('pr_mtx(j1)') as unknown,
    ]);
  });

  test('10.4: only an attach that fails drops a last pr_uref while others share allprison_lock', async () => {
    const steps = stepsOf((await ofVariant(jails, '10.4-window-fails')).get(WINDOW));
    expect(steps.some((name) => name.endsWith('do_jail_attach: chroot fails'))).toBe(true);
  });
});

describe('jails-states: the traces of what is new', () => {
  test('2021: one run of a shared task for two that were asked for; a pr_ref stays', async () => {
    const { trace } = (await ofVariant(jailsStates, 'since-2021')).get('j1 goes when nothing keeps it')!;
    const steps = trace!.steps.map(({ step }) => step);
    const asked = steps.filter((name) => name.endsWith('taskqueue_enqueue(pr_task of j1)'));
    const ran = steps.filter((name) => name.endsWith('runs pr_task of j1'));
    expect([asked.length, ran.length]).toEqual([3, 2]);
    expect(trace?.final.j1).toMatchObject({ value: 'linked', context: { ref: 1, uref: 0, state: 'DYING' } });
  });

  test('2025: a persistent jail whose creation failed stays, INVALID', async () => {
    const { trace } = (await ofVariant(jailsStates, 'since-2025-create-fails')).get(
      'j2 does not stay INVALID',
    )!;
    expect(trace?.steps.at(-2)?.step).toBe('creator prison_deref: PD_KILL ignored');
    expect(trace?.final.j2?.context).toMatchObject({ ref: 1, uref: 1, persist: true, state: 'INVALID' });
  });

  test('SA-21:04: y0 enters after the signals were sent', async () => {
    const { trace } = (await ofVariant(jailsStates, 'sa-21-04')).get('y0 does not live on in a killed jail')!;
    const steps = trace!.steps.map(({ step }) => step);
    const killed = steps.findIndex((name) => name.includes('SIGKILL to all in j1'));
    const entered = steps.indexOf('y0 do_jail_attach: cr_prison = j1');
    expect(killed === -1 || entered > killed).toBe(true);
    expect(trace?.final.y0?.context).toMatchObject({ prison: 'j1', killed: false });
  });
});
