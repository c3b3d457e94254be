import { describe, expect, it } from 'vitest';
import { replay } from '../../checker/index.ts';
import type { Checkable } from '../../checker/index.ts';
import link from '../cli/fixtures/link.ts';
import * as loop from '../cli/fixtures/loop.ts';

const property = 'refs never underflow';
const steps = ['snoop: open', 'delete net0', 'snoop: close'];
const again = ({ system, properties }: Checkable, request: Parameters<typeof replay>[2]) =>
  replay(system, properties, request);

describe('replay', () => {
  it('says that a property is still violated', async () => {
    const { outcome, trace } = await again(link.build({}), { property, steps });
    expect(outcome).toBe('reproduced');
    expect(trace.values).toEqual({ refs: -1 });
  });

  it('says where steps depart, and what is possible there', async () => {
    const { outcome, why } = await again(link.build({ guard: true }), { property, steps });
    expect(outcome).toBe('departed');
    expect(why).toBe(
      'step 2, "delete net0", does not exist in the state that was reached; possible there: snoop: close',
    );
  });

  it('says that all steps can be taken, and nothing is violated', async () => {
    const { outcome } = await again(link.build({}), { property, steps: steps.slice(0, 2) });
    expect(outcome).toBe('gone');
  });

  it('follows loops', async () => {
    const request = { property: 'it gets home', steps: ['leaves', 'wanders', 'wanders', 'wanders'] };
    const model = loop as unknown as Checkable;
    expect((await again(model, { ...request, loop: 2 })).outcome).toBe('reproduced');
    expect(await again(model, { ...request, loop: 1 })).toMatchObject({
      outcome: 'gone',
      why: 'the loop does not close',
    });
  });

  it('does not pass because something has another name now', async () => {
    const model = link.build({});
    await expect(again(model, { property, steps: ['snop: open'] })).rejects.toThrow(
      /RH207.*no step "snop: open"\. Did you mean "snoop: open"\?/,
    );
    await expect(again(model, { property: 'refs never undeflow', steps })).rejects.toThrow(/RH409/);
  });
});
