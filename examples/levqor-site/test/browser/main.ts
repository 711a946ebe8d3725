import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ScriptedBackend } from './backend';
import { launch } from './browser';
import { live } from './live';
import { Report } from './report';
import { proxyTo, serve, type Route } from './server';
import { story } from './story';

const help = `npm run browser                                     the card in Chromium, against a backend that answers as told
npm run browser -- --url URL --token-file FILE      against a running backend
npm run browser -- --chromium FILE                  with another browser than /usr/bin/chromium

Pictures are in target/.`;

const compiled = join(__dirname, '../..');
const sources = join(compiled, '../..');
const out = join(sources, 'target');

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.log(`FAIL browser: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      'token-file': { type: 'string' },
      chromium: { type: 'string', default: '/usr/bin/chromium' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if ((values.url === undefined) !== (values['token-file'] === undefined)) {
    throw new Error('--url and --token-file go together');
  }
  if (!existsSync(values.chromium)) {
    throw new Error(`${values.chromium} was not found: install Chromium, or name it with --chromium`);
  }
  mkdirSync(out, { recursive: true });
  const report = new Report();
  const browser = await launch(values.chromium);
  try {
    if (values.url === undefined) {
      const backend = new ScriptedBackend();
      await withSite(backend.route, (site) => story(report, browser, site, backend, out));
    } else {
      const backend = new URL(values.url);
      const token = readFileSync(values['token-file'] ?? '', 'utf8').trim();
      await withSite(proxyTo(backend), (site) => live(report, browser, site, backend, token, out));
    }
  } finally {
    await browser.close();
  }
  return report.failed === 0 ? 0 : 1;
}

async function withSite(route: Route, use: (url: string) => Promise<void>): Promise<void> {
  const site = await serve(route, compiled, sources);
  try {
    await use(site.url);
  } finally {
    await site.close();
  }
}
