/** How the page looks: where its key elements are, in which colours, and whether they can be read. No pictures: fonts differ. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSkipped, launch, skipped, WEBGL } from '../chromium.ts';
import { startExplore } from './started.ts';
import type { Running } from './started.ts';

const trace = '?scenario=os-8627&path=0.1.4.6.2.3.8.c.e.f.i.j.k.p.t.9&property=dd_ref+never+underflows';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Runs in the page: texts that can be seen and have less contrast with what is behind them than WCAG asks for. */
const faintTexts = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((c) => c / 255);
  };
  const behind = (element) => {
    if (element === null) return [1, 1, 1];
    const [r, g, b, a] = rgba(getComputedStyle(element).backgroundColor);
    if (a === 1) return [r, g, b];
    const below = behind(element.parentElement);
    return [r, g, b].map((c, i) => c * a + below[i] * (1 - a));
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.textContent.trim() === '' || !element.checkVisibility() || element.closest('svg, :disabled, script, option')) continue;
    seen++;
    const front = rgba(getComputedStyle(element).color).slice(0, 3);
    const [dark, light] = [luminance(front), luminance(behind(element))].sort((a, b) => a - b);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) found.push(node.textContent.trim() + ': ' + ratio.toFixed(2));
  }
  return { seen, found };
})()`;

const themes = {
  light: { red: 'rgb(179, 38, 30)', accent: 'rgb(10, 88, 202)', ground: 'rgb(255, 255, 255)' },
  dark: { red: 'rgb(255, 143, 134)', accent: 'rgb(121, 180, 255)', ground: 'rgb(19, 22, 26)' },
};

describe.skipIf(isSkipped)(`the look of the page${skipped}`, () => {
  let explorer: Running;
  let browser: Browser;
  beforeAll(async () => {
    [explorer, browser] = await Promise.all([startExplore(['os-8627']), launch(WEBGL)]);
  });
  afterAll(async () => {
    await browser.close();
    await explorer.stop();
  });

  const sizes = [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ];
  const cases = sizes.flatMap((size) =>
    (['light', 'dark'] as const).map(
      (theme) => [`${size.width} by ${size.height}, ${theme}`, size, theme] as const,
    ),
  );

  describe.each(cases)('%s', (_, size, theme) => {
    const isWide = size.width > 1000;
    const colours = themes[theme];
    let page: Page;
    beforeAll(async () => {
      page = await browser.newPage({ viewport: size, colorScheme: theme });
      await page.goto(`${explorer.address}/${trace}`);
      await page.locator('article[aria-label="kernel"] svg.chart').waitFor();
      await page.locator('section[aria-label="Violated here"]').waitFor({ state: 'attached' });
    });
    afterAll(async () => {
      await page.close();
    });

    const boxOf = async (selector: string): Promise<Box> => {
      const box = await page.locator(selector).first().boundingBox();
      expect(box, selector).not.toBeNull();
      return box!;
    };
    const style = async (selector: string, property: string): Promise<string> => {
      await page.locator(selector).first().waitFor({ state: 'attached' });
      const [one, name] = [JSON.stringify(selector), JSON.stringify(property)];
      return page.evaluate<string>(
        `getComputedStyle(document.querySelector(${one})).getPropertyValue(${name})`,
      );
    };
    const show = async (name: string): Promise<void> => {
      await page.getByRole('tab', { name, exact: false }).first().click();
    };
    /** What stands on narrow screens behind a tab. */
    const reveal = async (name: string): Promise<void> => {
      if (!isWide) await page.getByRole('tab', { name, exact: true }).click();
    };

    it('has everything in its place, and nothing over anything else', async () => {
      const parts = isWide
        ? ['.top', '.rail.left', '.centre', '.rail.right', '.transport']
        : ['.top', '.centre', '.transport'];
      const boxes = await Promise.all(parts.map(boxOf));
      boxes.forEach((box, i) => {
        expect([parts[i], box.x >= 0, box.y >= 0]).toEqual([parts[i], true, true]);
        expect([parts[i], box.x + box.width <= size.width + 0.5]).toEqual([parts[i], true]);
        expect([parts[i], box.y + box.height <= size.height + 0.5]).toEqual([parts[i], true]);
        for (const other of boxes.slice(i + 1)) expect(overlap(box, other)).toBeLessThan(1);
      });
      const covered = boxes.reduce((sum, { width, height }) => sum + width * height, 0);
      expect(covered / (size.width * size.height)).toBeCloseTo(1, 2);
      expect(boxes[0]!.y).toBe(0);
      expect(boxes.at(-1)!.y + boxes.at(-1)!.height).toBeCloseTo(size.height, 0);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      // What it is all about has most of the room.
      const centre = boxes[parts.indexOf('.centre')]!;
      expect(centre.width * centre.height).toBeGreaterThan(0.4 * size.width * size.height);
    });

    it('shows where the machines are', async () => {
      await show('Machines');
      const chart = 'article[aria-label="kernel"]';
      expect(await style(`${chart} g.active > rect`, 'stroke')).toBe(colours.accent);
      expect(await style(`${chart} .arrow.taken path`, 'stroke')).toBe(colours.accent);
      expect(await style('body', 'background-color')).toBe(colours.ground);
      expect(await page.locator(`${chart} header`).innerText()).toMatch(/kernel\s+← panic/);
      const [card, view] = [await boxOf(chart), await boxOf('#view')];
      expect(card.x).toBeGreaterThanOrEqual(view.x);
      expect(card.x + card.width).toBeLessThanOrEqual(view.x + view.width);
      // A chart stays inside its card, its states inside the chart, and no state covers another.
      const states = await page.locator(`${chart} g.state > rect`).all();
      const boxes = await Promise.all(states.map(async (state) => (await state.boundingBox())!));
      expect(boxes).toHaveLength(2);
      expect(overlap(boxes[0]!, boxes[1]!)).toBe(0);
      for (const box of boxes) expect(overlap(box, card)).toBeCloseTo(box.width * box.height, 0);
    });

    it('marks what is violated', async () => {
      await reveal('Trace');
      const last = 'section[aria-label="Trace"] li:last-child .step';
      expect(await style(`${last} .finding`, 'color')).toBe(colours.red);
      expect(await page.locator(`${last} .finding`).innerText()).toContain('✘ dd_ref never underflows');
      expect(await style(last, 'border-left-color')).toBe(colours.red);
      const footer = await boxOf('.transport');
      // It is in sight without scrolling, also when the trace is longer than the screen.
      await expect
        .poll(async () => {
          const row = await boxOf(last);
          return row.y + row.height;
        })
        .toBeLessThanOrEqual(footer.y + 1);
      await reveal('State');
      expect(await page.locator('section[aria-label="Violated here"]').innerText()).toContain(
        'ddp->dd_ref > 1',
      );
      await expect.poll(() => style('.actors .guilty td', 'color')).toBe(colours.red);
    });

    it('draws who sends what to whom', async () => {
      await show('Sequence');
      const rows = await page.locator('.sequence .message > rect').all();
      const boxes = await Promise.all(rows.map(async (row) => (await row.boundingBox())!));
      expect(boxes).toHaveLength(16);
      boxes.slice(1).forEach((box, i) => expect(box.y).toBeCloseTo(boxes[i]!.y + boxes[i]!.height, 0));
      expect(await style('.sequence .violates .line', 'stroke')).toBe(colours.red);
      const [current, footer] = [await boxOf('.sequence .current'), await boxOf('.transport')];
      expect(current.y).toBeLessThan(footer.y);
      // Names of columns stand beside each other, in one line or in two.
      const names = await page.locator('.sequence .lanes text').all();
      const lanes = await Promise.all(names.map(async (name) => (await name.boundingBox())!));
      lanes.forEach((lane, i) => {
        for (const other of lanes.slice(i + 1)) expect(overlap(lane, other)).toBe(0);
      });
    });

    it('can be read, and is as wide as the screen', async () => {
      const panes = isWide ? [] : ['Properties', 'Trace', 'State'];
      for (const name of [...panes, 'Machines', 'Sequence', 'State space', 'Matrix']) {
        await page
          .getByRole('tab', { name, exact: panes.includes(name) })
          .first()
          .click();
        const { seen, found } = await page.evaluate<{ seen: number; found: string[] }>(faintTexts);
        expect(seen).toBeGreaterThan(10);
        expect([name, ...found]).toEqual([name]);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect([name, overflow]).toEqual([name, 0]);
      }
    });

    it.skipIf(isWide)('shows one part at a time', async () => {
      const step = page.locator('section[aria-label="Trace"] .step .name').first();
      await reveal('Trace');
      await step.waitFor({ state: 'visible' });
      await reveal('State');
      await page.locator('.actors').waitFor({ state: 'visible' });
      expect(await step.isVisible()).toBe(false);
    });
  });
});

/** Square pixels that two boxes share. */
function overlap(a: Box, b: Box): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, across) * Math.max(0, down);
}
