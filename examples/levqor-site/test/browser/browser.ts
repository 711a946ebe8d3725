import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** A page with the card, and all that went wrong on it. */
export type Watched = { page: Page; troubles: string[]; close: () => Promise<void> };

export const begin = new Date('2026-11-26T10:00:00Z');

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}

/**
 * Opens the page in a context of its own. Its clock stands still until the test turns it, unless `real` is set. Troubles
 * are script errors, what the console calls an error, and breaches of the page's policy; not that an answer of the backend
 * was an error, which the browser notes by itself.
 */
export async function open(
  browser: Browser,
  url: string,
  token: () => string,
  options: BrowserContextOptions & { real?: boolean } = {},
): Promise<Watched> {
  const { real = false, ...context } = options;
  const made = await browser.newContext({ deviceScaleFactor: 2, timezoneId: 'UTC', ...context });
  const page = await made.newPage();
  page.setDefaultTimeout(15_000);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !/^Failed to load resource: the server/.test(message.text())) {
      troubles.push(`console: ${message.text()}`);
    }
  });
  await page.exposeFunction('levqorToken', token);
  await page.exposeFunction('levqorBreach', (breach: string) => troubles.push(`policy: ${breach}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      (window as unknown as { levqorBreach: (breach: string) => void }).levqorBreach(event.violatedDirective);
    });
  });
  if (!real) {
    await page.clock.install({ time: begin });
    // The middle of the jitter: each refresh comes exactly a period after the last.
    await page.addInitScript('Math.random = () => 0.5;');
    await page.clock.pauseAt(new Date(begin.getTime() + 1_000));
  }
  await page.goto(url);
  return { page, troubles, close: () => made.close() };
}

/** Turns the page's clock. */
export async function pass(page: Page, seconds: number): Promise<void> {
  await page.clock.runFor(seconds * 1000);
}
