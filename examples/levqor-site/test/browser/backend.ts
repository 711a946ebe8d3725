import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, problemJson } from '../fixtures';
import type { Route } from './server';

/** A backend that answers as the test tells it, and keeps what it was asked. */
export class ScriptedBackend {
  readonly asked: IncomingMessage[] = [];
  private answer: Route = answers.ready;

  readonly route: Route = (request, response) => {
    this.asked.push(request);
    this.answer(request, response);
  };

  next(answer: keyof typeof answers): void {
    this.answer = answers[answer];
  }
}

const etag = '"retention-1"';

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Route =>
  (_request: IncomingMessage, response: ServerResponse) => {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'Content-Type': type, ...headers }).end(JSON.stringify(body));
  };

export const answers = {
  ready: json(200, answerJson(), { ETag: etag }),
  gaps: json(
    200,
    answerJson(21, (row, age) => {
      if (age === 0) {
        return { ...row, state: 'PARTIAL', dau: 820 };
      }
      return [5, 9, 11].includes(age) ? { ...row, dau: null, state: 'MISSING' } : row;
    }),
  ),
  incomplete: json(200, answerJson(21, (row) => ({ ...row, mau: null, state: 'INCOMPLETE_WINDOW' }))),
  empty: json(200, { ok: true, metrics: [], count: 0 }),
  unauthorized: json(401, { title: 'Not authorized', status: 401, detail: 'The token is not one of this backend.' }),
  rateLimited: json(429, { title: 'Too many wrong tokens', status: 429 }, { 'Retry-After': '30' }),
  error: json(500, problemJson),
  garbage: (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'),
  wrongShape: json(200, { ok: true, metrics: [{ day: '2026-11-25', dau: '5' }], count: 1 }),
  stall: () => {},
  unchanged: (request, response) => {
    const known = request.headers['if-none-match'] === etag;
    response.writeHead(known ? 304 : 412).end();
  },
} satisfies Record<string, Route>;
