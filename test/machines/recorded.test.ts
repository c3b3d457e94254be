import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { CheckResult, Scenario } from '../../checker/index.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { scenarios } from '../../machines/index.ts';

/** Variants that take seconds; the command checks them all. */
const LARGE = new Set([
  'recycled',
  'illumos-2022',
  'illumos-2024',
  'smartos-2021',
  'smartos-2023',
  'omnios',
  'ipd3',
  'loan-list',
]);

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) => {
  const names = Object.keys(scenario.variants).filter((name) => !LARGE.has(name));

  test.each(names)('variant %s has the verdicts that are recorded for it', async (name) => {
    const { known } = scenario.variants[name]!;
    const { properties: results, exploration } = await checked(scenario, name);
    const violated = results.filter(({ verdict }) => verdict === 'violated');
    const vacuous = results.filter(({ verdict }) => verdict === 'vacuous');
    expect(Object.fromEntries(violated.map((one) => [one.name, one.trace?.steps.length ?? 0]))).toEqual(
      known.violated ?? {},
    );
    expect(vacuous.map((one) => one.name)).toEqual(known.vacuous ?? []);
    expect(results.filter(({ verdict }) => verdict === 'incomplete')).toEqual([]);
    expect(exploration.symmetry?.states ?? exploration.states).toBe(known.states);
  });

  test('every step can be taken in some variant', async () => {
    const unused = new Set<string>();
    const used = new Set<string>();
    for (const name of names) {
      const { steps, exploration } = await checked(scenario, name);
      for (const step of steps) {
        (exploration.unusedSteps.includes(step) ? unused : used).add(step);
      }
    }
    const never = [...unused].filter((step) => !used.has(step));
    const expected = neverTaken[scenario.name] ?? [];
    expect(never.filter((step) => !expected.some((one) => one.test(step)))).toEqual([]);
    expect(expected.filter((one) => !never.some((step) => one.test(step)))).toEqual([]);
  });
});

/** Steps that stand for what the source does, and that no variant reaches: each is a statement about the model. */
const neverTaken: Readonly<Record<string, readonly RegExp[]>> = {
  'os-8627': [
    // A delete that fails ends the teardown before it looks whether links remain; links on loan have been returned.
    /^vplat_teardown\(web\): datalinks remain in zone after shutdown$/,
  ],
  // The variants that are checked here; those with two zones and a crash reach more.
  ipd3: [
    // Two zones are alike, and so are two links: where there is one, it is web, and net0.
    /\bdb\b|\bnet1\b/,
    // IP has closed its streams before links are returned, and processes are gone before they are deleted.
    /^(dls_zone_remove\(net0\) for web|zoneadmd returns net0 of web): in use, it stays$/,
    /^delete_transient_links\(web, net0\): EBUSY$/,
    // With one zone there is nowhere else.
    /the kernel has it elsewhere$/,
    // What was made in a zone is transient where zoneadmd tries again, so that only loans are returned then.
    /^zoneadmd returns net0 of web: (dd_ref has no loan|no such link|the kernel has it)/,
    // Zone by zone: the variant that does it has neither an assertion nor a zone that stops it.
    /^dlmgmtd reads the files of (global|web): (abort|not there|cannot)/,
    // SmartOS 2021 with a daemon that is not there: only in the large variant.
    /^ZONEHALT\(web\) fails, the halt is aborted$/,
    // A link that is taken back from a zone finds its name there free: it has just left.
    /^dls_link_setzid\(net0, global\): EBUSY, and dlmgmtd refuses to take it back$/,
  ],
  jails: [
    // Who exits is counted; only a fork meets a jail without a pr_uref.
    /KASSERT prison_proc_free pr_uref > 0$/,
    // Who exits still has its cred, so that an exit never removes its own jail.
    /^(x\d|y\d|visitor|visitorChild) prison_deref: (pr_ref\(\w+\) - 1|allprison_lock \w+|j\d unlinked)$/,
    // In the versions with a KASSERT of prison0 in these threads, it never fails.
    /^(x1|taskqueue) prison_deref: panic: KASSERT prison0 pr_uref=0$/,
    // Nobody else shares allprison_lock when somebody upgrades it to remove a jail.
    /^(persister|creator) prison_deref: allprison_lock released, sx_try_upgrade failed$/,
    // The creator's own jail is empty, persistent and its own to remove.
    /^creator (sys_jail_remove|prison_remove_one): (allprison_lock|pr_mtx|SIGKILL)/,
    /^persister sys_jail_remove: pr_mtx\(j2\) released, refused$/,
    /^(creator|taskqueue) (idle, )?prison_\w+: .*j3/,
    // jail_attach(2) never makes a first pr_uref, so it has nothing to raise.
    /^visitor do_jail_attach: pr_\w+\(prison0\)/,
  ],
  'jails-states': [
    // The KASSERTs of 2021 hold, but for that of prison_find: see since-2025-create-fails.
    /panic: KASSERT (prison_\w+ pr_u?ref > 0|prison0 pr_uref=0|redundant last reference)$/,
    /^(x\d|y\d|persister|remover|creator) prison_find: panic: KASSERT j\d is valid$/,
    // The other variants with two entrants are without JAIL_DYING and without a removal.
    /^y1 (do_jail_attach: j1 is dying|kern_jail_set: pr_state\(j1\) = ALIVE)/,
    // Whoever made the jail persistent holds it until he removes it.
    /^persister sys_jail_remove: allprison_lock released, there is no such jail$/,
    /^remover prison_deref_kill: pr_ref\(j\d\) - 1, no persist$/,
    /^y0 prison_deref: .*j2/,
    /^taskqueue (idle, )?prison_\w+: .*j3/,
  ],
  'os-7410': [
    // The module is not unloaded while there are VMs, so that only zone_destroy reaps one.
    /^zoneadmd: vmm_do_vm_destroy\(vm\d\) \(SHUTDOWN\)/,
    /^modunload: vmm_do_vm_destroy\(vm\d\)/,
    // What is destroyed is shut down by a late zone_shutdown alone, in its own SHUTDOWN call.
    /^(zoneadmd|second): vmm_zsd_shutdown: the data is gone \(DESTROY\)$/,
    /^modunload: vmm_zsd_shutdown: the data is gone$/,
    // The landed VERIFY: zone_destroy waits for the creator.
    /^modload: vmm_zsd_create: VERIFY\(zone != NULL\) fails$/,
    // The rejected fix is tried with one process.
    /^bhyve1: vmm_zsd_add_vm: VERIFY\(zsd != NULL\) fails$/,
  ],
  // An owner that wants its kstat again waits for ever.
  'ipmp-kstat': [/^T2: kstat_(hold, to delete the kstat|delete)$/],
  // Who is in the IPSQ keeps I_PUNLINK out, and who has a reference keeps the close out.
  'ipmp-window': [/^(set|join): panic, not so: illgrp is allocated$/],
};

interface Checked extends CheckResult {
  readonly steps: readonly string[];
}

const results = new Map<string, Promise<Checked>>();

/** Every variant is checked once. */
function checked(scenario: Scenario, name: string): Promise<Checked> {
  const key = `${scenario.name} ${name}`;
  const known = results.get(key);
  if (known !== undefined) return known;
  const { system, properties } = scenario.build(valuesOf(scenario, name));
  const result = check(system, properties).then((one) => ({
    ...one,
    steps: system.steps.map((step) => step.name),
  }));
  results.set(key, result);
  return result;
}
