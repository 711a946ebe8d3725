import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { answers, ScriptedBackend } from './backend';
import { open, pass, type Watched } from './browser';
import { none, type Report } from './report';

const token = 'browser-test-token-0123456789';
const wide = { width: 804, height: 420 };
const narrow = { width: 320, height: 480 };

/** Each answer that is looked at, and the state it leads to. Numbers come last but one: they stay through a 429. */
const looks = [
  ['error', 'error'],
  ['unauthorized', 'unauthorized'],
  ['empty', 'empty'],
  ['incomplete', 'ready'],
  ['gaps', 'ready'],
  ['ready', 'ready'],
  ['wrongShape', 'stale'],
  ['rateLimited', 'rateLimited'],
] as const;

/** A day in the life of a card, against a backend that answers as it is told. */
export async function story(report: Report, browser: Browser, url: string, backend: ScriptedBackend, out: string): Promise<void> {
  const start = async (answer: keyof typeof answers, options: BrowserContextOptions = {}): Promise<Watched> => {
    backend.next(answer);
    backend.asked.length = 0;
    const watched = await open(browser, url, () => token, { viewport: wide, ...options });
    await pass(watched.page, 0.1);
    return watched;
  };
  const inState = (page: Page, status: string): Promise<void> => page.locator(`.lvq-is-${status}[aria-busy=false]`).waitFor();
  const says = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor();

  await report.check('asks once under StrictMode, shows the figures, and has no trouble with a strict policy', async () => {
    const { page, troubles, close } = await start('ready');
    await inState(page, 'ready');
    assert.equal(backend.asked.length, 1);
    assert.equal(backend.asked[0]?.headers['x-admin-token'], token);
    assert.equal(backend.asked[0]?.url, '/admin/retention?days=21');
    assert.deepEqual(await figures(page), ['1254', '4986', '13120']);
    assert.ok(!(await page.content()).includes(token), 'the token is in the page');
    none(troubles);
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
    await page.locator('body[style]').waitFor();
    assert.ok(troubles.some((trouble) => trouble.startsWith('policy: style-src')), 'the policy is not in force');
    await close();
  });

  await report.check('refreshes each minute with its ETag, keeps old numbers through a fault, and recovers', async () => {
    const { page, troubles, close } = await start('ready');
    await inState(page, 'ready');
    backend.next('unchanged');
    await pass(page, 64);
    await says(page, 'Updated just now');
    assert.equal(backend.asked[1]?.headers['if-none-match'], '"retention-1"');
    await inState(page, 'ready');
    backend.next('error');
    await pass(page, 64);
    await inState(page, 'stale');
    await says(page, 'Internal error (trace 4bf92f3577b34da6a3ce929d0e0e4736)');
    assert.deepEqual(await figures(page), ['1254', '4986', '13120']);
    backend.next('ready');
    await pass(page, 64);
    await inState(page, 'ready');
    assert.equal(backend.asked.length, 4);
    none(troubles);
    await close();
  });

  await report.check('counts a Retry-After down and asks again after it', async () => {
    const { page, troubles, close } = await start('rateLimited');
    await inState(page, 'rateLimited');
    await says(page, 'Rate limited: again in 30 s');
    await pass(page, 11);
    await says(page, 'Rate limited: again in 20 s');
    await page.getByRole('button', { name: 'Refresh' }).click({ force: true });
    assert.equal(backend.asked.length, 1);
    backend.next('ready');
    await pass(page, 22);
    await inState(page, 'ready');
    none(troubles);
    await close();
  });

  await report.check('drops its numbers when the token is refused, and asks again only by hand', async () => {
    const { page, troubles, close } = await start('ready');
    await inState(page, 'ready');
    backend.next('unauthorized');
    await pass(page, 64);
    await inState(page, 'unauthorized');
    assert.equal(await page.locator('data').count(), 0);
    await pass(page, 300);
    assert.equal(backend.asked.length, 2);
    backend.next('ready');
    await page.getByRole('button', { name: 'Try again' }).click();
    await inState(page, 'ready');
    none(troubles);
    await close();
  });

  await report.check('gives up on a backend that stalls, and refuses garbage and wrong shapes with their rule', async () => {
    const { page, troubles, close } = await start('stall');
    await says(page, 'Loading');
    await pass(page, 10);
    await inState(page, 'error');
    await says(page, 'No answer within 10 s');
    for (const [answer, rule] of [
      ['garbage', 'The answer must be JSON.'],
      ['wrongShape', 'metrics[0].state must be a text'],
    ] as const) {
      backend.next(answer);
      await page.getByRole('button', { name: 'Try again' }).click();
      await says(page, rule);
    }
    none(troubles);
    await close();
  });

  await report.check('sleeps while the page is hidden, and asks at once on return', async () => {
    const { page, troubles, close } = await start('ready');
    await inState(page, 'ready');
    await seen(page, 'hidden');
    await pass(page, 600);
    assert.equal(backend.asked.length, 1);
    const again = page.waitForResponse('**/admin/retention*');
    await seen(page, 'visible');
    await pass(page, 0.1);
    await again;
    assert.equal(backend.asked.length, 2);
    none(troubles);
    await close();
  });

  await report.check('is read with the keyboard: Tab, arrow keys, Home, End, Escape', async () => {
    const { page, troubles, close } = await start('gaps');
    await inState(page, 'ready');
    const caption = page.locator('.lvq-caption');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Refresh');
    await page.keyboard.press('Tab');
    assert.match((await caption.textContent()) ?? '', /Wed,? 25 Nov820 so far/);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    assert.match((await caption.textContent()) ?? '', /Mon,? 23 Nov1,257/);
    assert.equal(await caption.getAttribute('aria-live'), 'polite');
    await picture(page, out, 'keyboard-light');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    assert.match((await caption.textContent()) ?? '', /Thu,? 12 Nov/);
    await page.keyboard.press('End');
    await page.keyboard.press('Escape');
    assert.match((await caption.textContent()) ?? '', /low 820 · high 1,286/);
    await page.getByRole('img', { name: /^Daily active users, 14 days, low 820/ }).waitFor();
    none(troubles);
    await close();
  });

  await report.check('is read with the pointer', async () => {
    const { page, close } = await start('ready');
    await inState(page, 'ready');
    const box = await page.locator('.lvq-hit').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 2, box.y + 20);
    await says(page, '1,268');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height + 80);
    await page.getByText('low 935 · high 1,286').waitFor();
    await close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [narrow, wide]) {
      const name = `${colorScheme}-${viewport === narrow ? '320' : 'wide'}`;
      await report.check(`fits, moves nothing from one state to the next, and has its pictures taken: ${name}`, async () => {
        const heights: Record<string, number> = {};
        const { page, troubles, close } = await start('stall', { viewport, colorScheme });
        const look = async (state: string): Promise<void> => {
          const { body, all } = await page.evaluate(() => ({
            body: document.querySelector('.lvq-body')?.getBoundingClientRect().height ?? 0,
            all: document.documentElement.scrollWidth,
          }));
          assert.equal(all, viewport.width, `${state} is ${all} px wide`);
          heights[state] = body;
          await picture(page, out, `${state}-${name}`);
        };
        await look('loading');
        await pass(page, 10);
        await inState(page, 'error');
        for (const [answer, status] of looks) {
          backend.next(answer);
          const answered = page.waitForResponse('**/admin/retention*');
          await page.getByRole('button', { name: 'Refresh' }).click();
          await answered;
          await inState(page, status);
          await look(answer);
        }
        assert.equal(new Set(Object.values(heights)).size, 1, JSON.stringify(heights));
        none(troubles);
        await close();
      });
    }
  }

  await report.check('stands still for those who want no motion, and keeps its lines in forced colours', async () => {
    const { page, close } = await start('stall', { reducedMotion: 'reduce', forcedColors: 'active' });
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await close();
    const moving = await start('stall');
    assert.ok((await moving.page.evaluate(() => document.getAnimations().length)) > 0);
    await moving.close();
    const forced = await start('ready', { forcedColors: 'active' });
    await inState(forced.page, 'ready');
    await picture(forced.page, out, 'forced-colours');
    await forced.close();
  });
}

/** The three numbers as they stand in the card; the dash of an unknown one is a null. */
export async function figures(page: Page): Promise<(string | null)[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.lvq-figure')]
      .slice(0, 3)
      .map((figure) => figure.querySelector('data')?.getAttribute('value') ?? null),
  );
}

/** The card and a margin around it. */
export async function picture(page: Page, out: string, name: string): Promise<void> {
  const box = await page.locator('.lvq-card').boundingBox();
  assert.ok(box);
  const clip = { x: 0, y: 0, width: box.x * 2 + box.width, height: box.y * 2 + box.height };
  await page.screenshot({ path: join(out, `${name}.png`), clip, fullPage: true });
}

async function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
}

async function seen(page: Page, state: DocumentVisibilityState): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
