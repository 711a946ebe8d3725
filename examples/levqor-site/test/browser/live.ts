import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { open } from './browser';
import { none, type Report } from './report';
import { figures, picture } from './story';

type Row = { day: string; dau: number | null; wau: number | null; mau: number | null; state: string };

/** The card against a backend that runs: its numbers must be those of the JSON. */
export async function live(report: Report, browser: Browser, site: string, backend: URL, token: string, out: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, width] of [['wide', 804], ['320', 320]] as const) {
      await report.check(`live, ${colorScheme}, ${name}: the three numbers are those of the backend`, async () => {
        const { page, troubles, close } = await open(browser, site, () => token, {
          real: true,
          colorScheme,
          viewport: { width, height: 480 },
        });
        await page.locator('.lvq-is-ready').waitFor();
        const row = await newestWholeDay(backend, token);
        const expected = [row.dau, row.wau, row.mau].map((figure) => (figure === null ? null : String(figure)));
        assert.deepEqual(await figures(page), expected);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        await picture(page, out, `live-${colorScheme}-${name}`);
        none(troubles);
        await close();
      });
    }
  }

  await report.check('live: an unchanged answer is 304, and a wrong token is refused', async () => {
    let given = token;
    const { page, troubles, close } = await open(browser, site, () => given, { real: true });
    await page.locator('.lvq-is-ready[aria-busy=false]').waitFor();
    const again = page.waitForResponse('**/admin/retention*');
    await page.getByRole('button', { name: 'Refresh' }).click();
    assert.equal((await again).status(), 304);
    await page.locator('.lvq-is-ready[aria-busy=false]').waitFor();
    given = 'not-the-token-of-this-backend';
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.locator('.lvq-is-unauthorized').waitFor();
    none(troubles);
    await close();
  });
}

async function newestWholeDay(backend: URL, token: string): Promise<Row> {
  const response = await fetch(new URL('/admin/retention', backend), { headers: { 'X-ADMIN-TOKEN': token } });
  assert.equal(response.status, 200, `GET /admin/retention answered ${response.status}`);
  const { metrics } = (await response.json()) as { metrics: Row[] };
  const row = metrics.find(({ state, dau }) => (state === 'FINAL' || state === 'INCOMPLETE_WINDOW') && dau !== null);
  assert.ok(row, 'the backend has no whole day yet');
  return row;
}
