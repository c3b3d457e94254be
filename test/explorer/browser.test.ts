/** The page in a real browser, as its user has it: keys, clicks, the address. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { isSkipped, launch, skipped, WEBGL } from '../chromium.ts';
import { startExplore } from './started.ts';
import type { Running } from './started.ts';

/** Until it is so; long enough for a machine that is busy with something else. */
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 });

describe.skipIf(isSkipped)(`the page${skipped}`, () => {
  let explorer: Running;
  let browser: Browser;
  let page: Page;
  let complaints: string[] = [];
  let strangers: string[] = [];

  beforeAll(async () => {
    [explorer, browser] = await Promise.all([startExplore(['os-8627']), launch(WEBGL)]);
  });
  afterAll(async () => {
    await browser.close();
    await explorer.stop();
  });

  async function open(query: string): Promise<void> {
    complaints = [];
    strangers = [];
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${explorer.address}/`)) strangers.push(request.url());
    });
    await page.goto(`${explorer.address}/${query}`);
  }
  afterEach(async () => {
    // Also what the content security policy refuses is an error in the console.
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    await page.close();
  });

  const position = (): Promise<string> => page.locator('.transport output').innerText();
  const at = (where: string): Promise<void> => soon(position).toBe(where);
  const chart = (actor: string): Promise<string | null> =>
    page.locator(`article[aria-label="${actor}"] svg.chart`).getAttribute('aria-label');
  const lit = (actor: string): Promise<string[]> =>
    page.locator(`article[aria-label="${actor}"] g.active .title`).allTextContents();
  const query = (): URLSearchParams => new URL(page.url()).searchParams;
  const trace = (of: Page) => of.locator('section[aria-label="Trace"] .step .name');
  const stepsOfTrace = (): Promise<string[]> => trace(page).allInnerTexts();

  it('checks OS-8627, and shows its counterexample in all views', async () => {
    await open('?scenario=os-8627');
    await at('0/0');
    await page.keyboard.press('c');
    await soon(() => page.locator('.top .state .violated').first().innerText()).toBe('✘ 6');
    await at('16/16');
    expect(query().get('property')).toBe('dd_ref never underflows');

    // Machines: where everybody is, and what was just taken.
    await soon(() => chart('kernel')).toBe('kernel is in panicked');
    expect(await lit('kernel')).toEqual(['panicked #panicked']);
    expect(await page.locator('article[aria-label="kernel"] .arrow.taken text').allTextContents()).toEqual([
      'panic',
    ]);
    expect(await page.locator('.violations').innerText()).toContain('dd_ref never underflows');
    expect(await page.locator('.actors .guilty').first().innerText()).toContain('ddp->dd_ref > 1');

    // Back along the trace.
    await page.keyboard.press('k');
    await at('15/16');
    await soon(() => lit('kernel')).toEqual(['● running']);
    await page.locator('.transport input').fill('3');
    await at('3/16');
    await soon(() => page.locator('.transport .name').innerText()).toBe((await stepsOfTrace())[3]);

    // Sequence.
    await page.keyboard.press('s');
    await page.keyboard.press('G');
    await at('16/16');
    expect(await page.locator('.sequence .message').count()).toBe(16);
    await expect
      .poll(() => page.locator('.sequence .message.current').getAttribute('aria-label'))
      .toContain('step 16: snoop0 exits');
    await page.locator('.sequence .message').nth(4).press('Enter');
    await at('5/16');
  });

  it('takes another step by hand, and goes back', async () => {
    await open(
      '?scenario=os-8627&path=0.1.4.6.2.3.8.c.e.f.i.j.k.p.t.9&property=dd_ref+never+underflows&at=8',
    );
    await at('8/16');
    const whole = await stepsOfTrace();
    const possible = page.locator('section[aria-label="Possible steps"] .step');
    await soon(() => possible.count()).toBe(4);
    const other = await possible.nth(1).locator('.name').innerText();
    expect(other).not.toBe(whole[9]);

    await page.keyboard.press('2');
    await at('9/9');
    await soon(stepsOfTrace).toEqual([...whole.slice(0, 9), other]);
    // It is nobody's trace any more.
    expect(query().has('property')).toBe(false);
    expect(await chart('snoop0')).toBe('snoop0 is in closed');

    // The address is the place.
    await page.reload();
    await at('9/9');
    await soon(stepsOfTrace).toEqual([...whole.slice(0, 9), other]);

    await page.keyboard.press('u');
    await at('8/8');
    await page.goBack();
    await at('9/9');
    await page.goBack();
    await at('8/16');
    await soon(stepsOfTrace).toEqual(whole);
    expect(query().get('property')).toBe('dd_ref never underflows');
  });

  it('searches the state space, draws it, and goes to what it finds', async () => {
    await open('?scenario=os-8627&view=space');
    await page.locator('.sigma-container canvas').first().waitFor();
    expect(await page.locator('.graph .toolbar').innerText()).toContain(
      '251 states · 539 transitions · depth 26',
    );
    await page.keyboard.press('/');
    await page.keyboard.type('kernel in panicked');
    await page.keyboard.press('Enter');
    await soon(() => page.locator('.found p').first().innerText()).toBe('60 of 251 states');
    await page.locator('.found .row').first().click();
    await at('16/16');
    await soon(() => page.locator('.found [aria-current=true]').innerText()).toContain('16 steps');

    // What the trace does next is no other way; the rest of it is left by asking for the way to here.
    await page.keyboard.press('m');
    await page.keyboard.press('g');
    await page.keyboard.press('1');
    await at('1/16');
    await page.keyboard.press('h');
    await at('1/1');

    await page.keyboard.press('w');
    await page.locator('#search').fill('kernl in panicked');
    await page.keyboard.press('Enter');
    await soon(() => page.locator('.found').innerText()).toContain('Did you mean "kernel"?');
    // The browser notes that the server refused.
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
    complaints = [];
  });

  it('checks all variants, and a violated cell opens its trace', async () => {
    await open('?scenario=link-names&view=matrix');
    await page.locator('.matrix .primary').click();
    await soon(() => page.locator('.matrix output').innerText()).toBe('8 of 8');
    const cell = page.locator('.matrix tbody tr').nth(4).locator('.cell.violated button').first();
    const [, name] = /: (.*): violated/.exec((await cell.getAttribute('aria-label'))!)!;
    await cell.click();
    await page.waitForURL((url) => url.searchParams.get('property') === name);
    expect(query().get('variant')).toBe('smartos');
    await soon(() => page.locator('.violations').innerText()).toContain(name);
  });

  it('shows a run that repeats for ever as a loop', async () => {
    const loops = await startExplore(['loop.ts']);
    onTestFinished(async () => {
      await loops.stop();
    });
    page = await browser.newPage();
    await page.goto(loops.link);
    await page.locator('.properties .row').first().waitFor();
    await page.keyboard.press('c');
    await at('4/4');
    expect(query().get('property')).toBe('it gets home');
    await soon(() => page.locator('.loop-note').innerText()).toContain('Steps 3 to 4 repeat for ever');
    expect(await page.locator('.trace .step.loop .num').allInnerTexts()).toEqual(['3', '4']);
    await page.keyboard.press('s');
    await page.locator('.sequence .loop path').first().waitFor();
    await page.getByText('there is always a way home').click();
    await soon(() => page.locator('.trap').innerText()).toContain('A trap of');
  });

  it('is dark or light, as the system or the user has it', async () => {
    await open('?scenario=os-8627');
    const ground = (): Promise<string> =>
      page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'light' });
    await soon(ground).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    await soon(ground).toBe('rgb(19, 22, 26)');
    await page.keyboard.press('d');
    await soon(ground).toBe('rgb(255, 255, 255)');
    await page.reload();
    await soon(ground).toBe('rgb(255, 255, 255)');
  });

  it('can be used by keys alone, and says its keys', async () => {
    await open('?scenario=os-8627');
    await page.locator('.possible .step').first().waitFor();
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      seen.add(
        await page.evaluate<string>(
          '(document.activeElement.getAttribute("aria-label") ?? document.activeElement.innerText ?? "").split("\\n")[0]',
        ),
      );
    }
    for (const name of ['Scenario', 'Variant', 'Dark colours', 'Keys']) expect(seen).toContain(name);
    expect([...seen].join()).toMatch(/options.*Check.*Machines.*State space/s);
    await page.keyboard.press('?');
    // Its text is in the page before the dialog is open; a key pressed in between is nobody's.
    await soon(() => page.locator('dialog').isVisible()).toBe(true);
    await soon(() => page.locator('dialog').innerText()).toContain('take that step by hand');
    await page.keyboard.press('Escape');
    await soon(() => page.locator('dialog').isVisible()).toBe(false);
  });
});
