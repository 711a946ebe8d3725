import { readFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bundle } from './bundle';

/** Answers `GET /admin/retention`. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void;

export type Site = { url: string; close: () => Promise<void> };

/** What a careful site sends: no inline script, no inline style, nobody else's servers. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Retention</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<link rel="stylesheet" href="/analytics-widget.css">
</head>
<body><main><div id="root"></div></main><script src="/app.js"></script></body>
</html>
`;

const pageCss = `
:root { color-scheme: light dark; }
body { margin: 0; background: light-dark(#f7f7f9, #0b0c0f); }
main { box-sizing: border-box; max-width: 772px; margin: 0 auto; padding: 16px; }
`;

/** Serves the page with the card on loopback; `route` stands for the backend. */
export async function serve(route: Route, compiled: string, sources: string): Promise<Site> {
  const files: Record<string, { type: string; body: string }> = {
    '/': { type: 'text/html; charset=utf-8', body: html },
    '/page.css': { type: 'text/css', body: pageCss },
    '/app.js': { type: 'text/javascript', body: bundle(join(compiled, 'test/browser/page.js')) },
    '/analytics-widget.css': {
      type: 'text/css',
      body: readFileSync(join(sources, 'src/components/analytics-widget.css'), 'utf8'),
    },
  };
  const server = createServer((incoming, response) => {
    const path = (incoming.url ?? '/').replace(/\?.*/, '');
    const file = files[path];
    if (path === '/admin/retention') {
      route(incoming, response);
    } else if (file) {
      response.writeHead(200, { 'Content-Type': file.type, 'Content-Security-Policy': policy });
      response.end(file.body);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => closed(server) };
}

/** Hands the request on to a real backend, with the headers that the card sends. */
export function proxyTo(backend: URL): Route {
  return (incoming, response) => {
    const headers = { ...incoming.headers, host: backend.host };
    const onward = request(new URL(incoming.url ?? '/', backend), { headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    incoming.pipe(onward);
  };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
