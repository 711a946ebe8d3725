import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readProblem, retryAfterMs } from '../src/components/retention/problem';
import { problemJson } from './fixtures';

describe('a problem', () => {
  it('has title, detail and trace id of the body', () => {
    assert.deepEqual(readProblem(500, JSON.stringify(problemJson)), {
      title: 'Internal error',
      status: 500,
      traceId: problemJson.traceId,
      detail: problemJson.detail,
    });
  });

  it('is told by its status where the body is a gateway’s', () => {
    const gateway = readProblem(502, '<html><h1>502 Bad Gateway</h1></html>');

    assert.deepEqual(gateway, { title: 'The backend is not reachable through its gateway', status: 502 });
    assert.equal(readProblem(418, '').title, 'The backend answered 418');
  });

  it('leaves out what is not of its type', () => {
    const odd = JSON.stringify({ title: 7, traceId: '<b>1</b>', detail: {} });

    assert.deepEqual(readProblem(404, odd), { title: 'There is no such route', status: 404 });
    assert.equal(readProblem(404, '["title"]').title, 'There is no such route');
    assert.equal(readProblem(404, 'null').title, 'There is no such route');
    assert.equal(readProblem(500, JSON.stringify({ title: 'x'.repeat(9999) })).title.length, 201);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-26T10:00:00Z');

  it('is a number of seconds', () => {
    assert.equal(retryAfterMs('30', null, now), 30_000);
  });

  it('is a date on the clock of the backend, not on that of the page', () => {
    const fiveMinutesLate = 'Thu, 26 Nov 2026 09:55:00 GMT';

    assert.equal(retryAfterMs('Thu, 26 Nov 2026 09:55:40 GMT', fiveMinutesLate, now), 40_000);
    assert.equal(retryAfterMs('Thu, 26 Nov 2026 10:00:40 GMT', null, now), 40_000);
    assert.equal(retryAfterMs('Thu, 26 Nov 2026 09:00:00 GMT', null, now), 0);
  });

  it('is unknown where it is absent or makes no sense', () => {
    for (const header of [null, '', '-5', '1.5', 'soon', '99999999999999', '1e3']) {
      assert.equal(retryAfterMs(header, null, now), null, String(header));
    }
  });
});
