import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { OptionValue } from '../../checker/index.ts';
import { os8627 } from '../../machines/illumos/os-8627/scenario.ts';

type Settings = Readonly<Record<string, OptionValue>>;

/** Where every candidate is tried. */
const settings: readonly Settings[] = [
  {},
  { dladmDelete: true },
  { observers: 2 },
  { kind: 'created-in-zone' },
  { kind: 'created-in-zone', dladmDelete: true },
  { kind: 'on-loan', dladmDelete: true },
];

function product(axes: Readonly<Record<string, readonly OptionValue[]>>): Settings[] {
  return Object.entries(axes).reduce<Settings[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

const candidates = product({
  shortcut: ['shutting-down', 'empty'],
  guard: ['none', 'dd_ref == 2', 'own'],
  lastRelease: [false, true],
  observersAtHalt: ['leave', 'kill', 'wait', 'kill-and-wait'],
  refuseOpens: [false, true],
});

async function verdicts(options: Settings): Promise<string> {
  const { system, properties } = os8627.build(options);
  const result = await check(system, properties);
  return result.properties.map(({ name, verdict }) => `${name}: ${verdict}`).join('\n');
}

describe.runIf(process.env.REFHOLD_LONG === '1')(
  'all candidates of OS-8627 in all settings',
  { timeout: 600_000 },
  () => {
    test('own references, a kill and no late opens are what it takes, and nothing less', async () => {
      const enough: Settings[] = [];
      for (const candidate of candidates) {
        const all = await Promise.all(settings.map((setting) => verdicts({ ...setting, ...candidate })));
        if (all.every((text) => !/violated|incomplete|vacuous/.test(text))) enough.push(candidate);
      }
      expect(enough).toEqual(
        candidates.filter(
          ({ guard, observersAtHalt, refuseOpens }) =>
            guard === 'own' && String(observersAtHalt).startsWith('kill') && refuseOpens === true,
        ),
      );
      expect(enough).toHaveLength(8);
    });

    test('EMPTY instead of SHUTTING_DOWN changes no verdict', async () => {
      for (const candidate of candidates.filter(({ shortcut }) => shortcut === 'empty')) {
        for (const setting of settings) {
          const today = await verdicts({ ...setting, ...candidate, shortcut: 'shutting-down' });
          expect(await verdicts({ ...setting, ...candidate })).toBe(today);
        }
      }
    });
  },
);
