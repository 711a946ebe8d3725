import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRetention } from '../src/components/retention/answer';
import type { Retention } from '../src/components/retention/model';
import { initialState, reduce, type CardState, type RetentionEvent } from '../src/components/retention/state';
import { answerJson } from './fixtures';

const reading = readRetention(answerJson(), 14);
assert.ok(reading.ok);
const retention: Retention = reading.retention;
const problem = { title: 'Internal error', status: 500, traceId: 'abc' };
const at = 1_000_000;
const time = { at, everyMs: 60_000, jitter: 0 };
const ready = reduce(initialState, { type: 'answered', retention, ...time });

function after(state: CardState, ...events: RetentionEvent[]): CardState {
  return events.reduce(reduce, state);
}

describe('the state of a card', () => {
  it('loads, then is ready until the next refresh', () => {
    const asked = reduce(initialState, { type: 'asked' });

    assert.deepEqual(asked, { status: 'loading', refreshing: true });
    assert.deepEqual(after(asked, { type: 'answered', retention, ...time }), {
      status: 'ready',
      data: retention,
      updatedAt: at,
      nextRefreshAt: at + 60_000,
    });
  });

  it('spreads the refresh by five percent to either side', () => {
    const next = (jitter: number): number | undefined =>
      reduce(initialState, { type: 'answered', retention, ...time, jitter }).nextRefreshAt;

    assert.equal(next(-1), at + 57_000);
    assert.equal(next(1), at + 63_000);
  });

  it('is empty where no figure is known', () => {
    const nothing = { ...retention, dau: null, wau: null, mau: null, series: [{ date: '2026-11-25', dau: null }] };

    assert.equal(after(initialState, { type: 'answered', retention: nothing, ...time }).status, 'empty');
    const zero = { ...nothing, series: [{ date: '2026-11-25', dau: 0 }] };
    assert.equal(after(initialState, { type: 'answered', retention: zero, ...time }).status, 'ready');
  });

  it('is stale where the backend says so', () => {
    const state = after(initialState, { type: 'answered', retention: { ...retention, stale: true }, ...time });

    assert.equal(state.status, 'stale');
    assert.equal(state.problem, undefined);
  });

  it('is confirmed by an unchanged answer, and forgets its problem', () => {
    const later = { ...time, at: at + 60_000 };

    const state = after(ready, { type: 'failed', problem, ...time }, { type: 'unchanged', ...later });

    assert.deepEqual(state, { ...ready, updatedAt: at + 60_000, nextRefreshAt: at + 120_000 });
  });

  it('does not take an unchanged answer for a first one', () => {
    assert.equal(after(initialState, { type: 'unchanged', ...time }).status, 'error');
  });

  it('keeps old numbers through a fault, with their time, and says why', () => {
    const state = after(ready, { type: 'asked' }, { type: 'failed', problem, ...time, at: at + 60_000 });

    assert.deepEqual(state, {
      status: 'stale',
      data: retention,
      updatedAt: at,
      problem,
      failures: 1,
      nextRefreshAt: at + 120_000,
    });
  });

  it('has only the problem where it never had numbers', () => {
    assert.equal(after(initialState, { type: 'failed', problem, ...time }).status, 'error');
  });

  it('waits one, two, then five minutes, and a minute again after an answer', () => {
    const fail: RetentionEvent = { type: 'failed', problem, ...time };
    const waits = [1, 2, 3, 4].map((count) => after(ready, ...Array<RetentionEvent>(count).fill(fail)).nextRefreshAt! - at);

    assert.deepEqual(waits, [60_000, 120_000, 300_000, 300_000]);
    const recovered = after(ready, fail, fail, { type: 'answered', retention, ...time }, fail);
    assert.equal(recovered.nextRefreshAt, at + 60_000);
  });

  it('never comes back faster after a fault than it would without', () => {
    const state = after(ready, { type: 'failed', problem, ...time, everyMs: 600_000 });

    assert.equal(state.nextRefreshAt, at + 600_000);
  });

  it('drops its numbers once the token is refused', () => {
    const state = after(ready, { type: 'refused', problem: { title: 'Not authorized', status: 401 }, ...time });

    assert.equal(state.status, 'unauthorized');
    assert.equal(state.data, undefined);
    assert.equal(after(state, { type: 'failed', problem, ...time }).status, 'error');
  });

  it('keeps off until Retry-After is over, with no jitter to the early side', () => {
    const state = after(ready, { type: 'throttled', problem, retryAfterMs: 30_000, ...time, jitter: -1 });

    assert.equal(state.status, 'rateLimited');
    assert.equal(state.data, retention);
    assert.equal(state.retryAt, at + 30_000);
    assert.equal(state.nextRefreshAt, at + 31_500);
    assert.equal(after(state, { type: 'answered', retention, ...time }).retryAt, undefined);
  });

  it('backs off where Retry-After is unknown, and takes neither zero nor a year at its word', () => {
    const wait = (retryAfterMs: number | null): number =>
      after(initialState, { type: 'throttled', problem, retryAfterMs, ...time }).retryAt! - at;

    assert.equal(wait(null), 60_000);
    assert.equal(wait(0), 5_000);
    assert.equal(wait(31_536_000_000), 86_400_000);
  });

  it('has no next refresh while it is off, not even after a fault', () => {
    const off = { ...time, everyMs: 0 };
    const events: RetentionEvent[] = [
      { type: 'answered', retention, ...off },
      { type: 'failed', problem, ...off },
      { type: 'refused', problem, ...off },
      { type: 'throttled', problem, retryAfterMs: 1_000, ...off },
    ];
    for (const event of events) {
      assert.ok(!('nextRefreshAt' in reduce(ready, event)), event.type);
    }
  });

  it('begins anew at another address, and only there', () => {
    const here = after(initialState, { type: 'opened', source: '/a' }, { type: 'answered', retention, ...time });

    assert.equal(reduce(here, { type: 'opened', source: '/a' }), here);
    assert.deepEqual(reduce(here, { type: 'opened', source: '/b' }), { status: 'loading', source: '/b' });
  });

  it('does not change the state it is given', () => {
    const frozen = Object.freeze({ ...ready });

    reduce(frozen, { type: 'failed', problem, ...time });
    assert.deepEqual(frozen, ready);
  });
});
