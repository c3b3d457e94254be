/** Diagrams of Mermaid as a browser draws them: its parser accepts arrows that it then hides. */
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { diagramOf } from '../../checker/export/diagram.ts';
import { mermaidDiagram } from '../../checker/export/mermaid.ts';
import { isSkipped, launch, skipped } from '../chromium.ts';
import { refhold } from './harness.ts';

/** Arrows between a state and what is inside it, in all directions, through regions, and to itself. */
const nested = createMachine({
  id: 'nested',
  type: 'parallel',
  on: { reset: '.work', again: { actions: () => undefined } },
  states: {
    work: {
      initial: 'idle',
      on: { stop: '.idle', over: '.busy.late', redo: { target: 'work', reenter: true } },
      states: {
        idle: { on: { go: 'busy', leap: 'busy.late' } },
        busy: {
          initial: 'early',
          states: {
            early: { on: { next: 'late', out: '#nested.work' } },
            late: { on: { back: '#nested.work.idle' } },
          },
        },
      },
    },
    watch: { initial: 'on', states: { on: { on: { off: 'off' } }, off: {} } },
  },
});

interface Drawn {
  /** Of every arrow, in pixels. */
  readonly lengths: readonly number[];
  /** Texts of arrows whose middle lies behind a state. */
  readonly covered: readonly string[];
}

/** Runs in the page. */
const look = `(async (text) => {
  mermaid.initialize({ startOnLoad: false });
  document.body.innerHTML = (await mermaid.render('drawn', text)).svg;
  const states = [...document.querySelectorAll('g.node')].map((one) => one.getBoundingClientRect());
  const hides = (state, x, y) => state.left < x && x < state.right && state.top < y && y < state.bottom;
  return {
    lengths: [...document.querySelectorAll('path.transition, .edgePaths path')].map((path) => path.getTotalLength()),
    covered: [...document.querySelectorAll('.edgeLabel .label')]
      .filter((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return states.some((state) => hides(state, (left + right) / 2, (top + bottom) / 2));
      })
      .map((one) => one.textContent.trim())
      .filter((one) => one !== ''),
  };
})`;

describe.skipIf(isSkipped)(`diagrams of Mermaid${skipped}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1600, height: 1200 } });
    const path = createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js');
    await page.setContent('<body></body>');
    await page.addScriptTag({ path });
  });
  afterAll(async () => {
    await browser.close();
  });

  const drawn = (text: string): Promise<Drawn> => page.evaluate(`${look}(${JSON.stringify(text)})`);

  async function expectAllDrawn(text: string): Promise<void> {
    const { lengths, covered } = await drawn(text);
    expect(lengths.length).toBeGreaterThanOrEqual(text.match(/-->/g)?.length ?? 0);
    expect(Math.min(...lengths)).toBeGreaterThan(8);
    expect(covered).toEqual([]);
  }

  it('would hide an arrow from a state into itself', async () => {
    const hidden = 'stateDiagram-v2\n state p {\n [*] --> a\n a --> b: x\n }\n p --> a: reset it now\n';
    expect(Math.min(...(await drawn(hidden)).lengths)).toBeLessThan(8);
  });

  it('have every arrow of nested states', async () => {
    await expectAllDrawn(mermaidDiagram(diagramOf(nested)));
  });

  it.each(['os-8627', 'jails', 'os-7410', 'ipmp-window'])('have every arrow of %s', async (scenario) => {
    const { out } = await refhold(['graph', scenario]);
    for (const [, text] of out.matchAll(/```mermaid\n(.*?)```/gs)) await expectAllDrawn(text!);
  });
});
