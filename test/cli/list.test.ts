import { describe, expect, it } from 'vitest';
import { scenarios } from '../../machines/index.ts';
import { refhold } from './harness.ts';

describe('list', () => {
  it('shows every scenario and variant, and what is recorded', async () => {
    const { code, out } = await refhold(['list']);
    expect(code).toBe(0);
    for (const { name, variants } of scenarios) {
      expect(out).toContain(name);
      for (const variant of Object.keys(variants)) expect(out).toContain(`\n  ${variant} `);
    }
    expect(out).toMatch(/\(default\) +✘ \d+ violated \(\d+ to \d+ steps\)/);
  });

  it('is data with --json', async () => {
    const { out } = await refhold(['list', '--json']);
    const data = JSON.parse(out) as {
      schema: string;
      scenarios: { name: string; variants: { name: string }[] }[];
    };
    expect(data.schema).toBe('refhold.list/1');
    expect(data.scenarios.map(({ name }) => name)).toEqual(scenarios.map(({ name }) => name));
    expect(data.scenarios[0]!.variants[0]).toMatchObject({
      name: Object.keys(scenarios[0]!.variants)[0],
      set: {},
    });
  });
});

describe('show', () => {
  it('shows what a file consists of', async () => {
    const { code, out } = await refhold(['show', 'link.ts']);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "link  A link is freed under its observer
        The administrator deletes the link without a look at its references.

      variants 5
        early      deletes at any time
                   ✘ 3 violated (2 to 3 steps)  (shown here)
        guarded    deletes an unused link only
                   ✔ all hold  guard=true
        stuck      a freed link is no accepted end
                   ✘ 1 violated (1 step)  guard=true  ends=false
        vacuous    nobody deletes
                   ✘ 1 violated  ● 1 vacuous  admin=false
        forgotten  deletes at any time, recorded as if it held
                   ✔ all hold

      options 3
        guard  true | false  default false
               delete only an unused link
        admin  true | false  default true
               there is an administrator
        ends   true | false  default true
               a freed link is an accepted end

      actors 2
        net0   link      visible {refs:1}
        snoop  observer  idle

      steps 3
        snoop: open  dls_mgmt.c: dls_devnet_hold
            One more reference.
        snoop: close
        delete net0  by dladm  dls_mgmt.c: dls_devnet_unset

      properties 5
        always     refs never underflow
                   A release always finds a reference.
                   OS-8627 · OS-406
        never      no stream points at a freed link
        onStep     only an unused link is deleted
        reachable  the link can be freed
                   The administrator gets rid of it.
        deadlock   no deadlock
                   Some step is always possible, except in states that are accepted
                   ends.

      sources 1
        nowhere  made up for tests
      "
    `);
  });

  it('shows it with the options of a variant, and others on top', async () => {
    const { out } = await refhold(['show', 'link.ts', '--variant', 'stuck', '--set', 'admin=no']);
    expect(out).toMatch(/guard {2}true \| false {2}default false {2}here true/);
    expect(out).toMatch(/admin {2}true \| false {2}default true {2}here false/);
    expect(out).toMatch(/stuck.*\n.*guard=true {2}ends=false {2}\(shown here\)/);
  });

  it('is data with --json', async () => {
    const data = JSON.parse((await refhold(['show', 'link.ts', '--json'])).out) as unknown;
    expect(data).toMatchObject({
      schema: 'refhold.scenario/1',
      name: 'link',
      variant: 'early',
      options: [{ name: 'guard', kind: 'flag', default: false, value: false }, {}, {}],
      actors: [
        { name: 'net0', machine: 'link', initial: { value: 'visible', context: { refs: 1 } } },
        { name: 'snoop', machine: 'observer', initial: { value: 'idle' } },
      ],
      steps: [
        { name: 'snoop: open', by: 'snoop', at: 'dls_mgmt.c: dls_devnet_hold', fairness: 'none' },
        {},
        {},
      ],
      properties: [
        { name: 'refs never underflow', kind: 'always', cites: ['OS-8627', 'OS-406'] },
        {},
        {},
        {},
        { kind: 'deadlock' },
      ],
    });
  });

  it('shows a file without a scenario', async () => {
    const { out } = await refhold(['show', 'counters.ts']);
    expect(out).toMatch(/^counters\.ts\n\nactors 4\n {2}a {2}counter {2}\(root\) \{n:0\}/);
    expect(out).not.toContain('options');
  });

  it('shows every scenario of refhold', async () => {
    for (const { name, variants } of scenarios) {
      for (const variant of Object.keys(variants)) {
        const { code, out } = await refhold(['show', name, '--variant', variant]);
        expect(code, `${name} ${variant}`).toBe(0);
        expect(out).toMatch(/steps \d+/);
      }
    }
  });

  it('shows a mistake as one', async () => {
    const { code, err } = await refhold(['show', 'mistakes/effect.ts']);
    expect(err).toContain('RH101');
    expect(code).toBe(70);
  });
});
