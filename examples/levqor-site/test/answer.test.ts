import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRetention } from '../src/components/retention/answer';
import type { Retention } from '../src/components/retention/model';
import { answerJson, newestDay } from './fixtures';

function read(answer: unknown, days = 14): Retention {
  const reading = readRetention(answer, days);
  assert.ok(reading.ok, reading.ok ? '' : reading.problem.detail);
  return reading.retention;
}

function refusal(answer: unknown): string {
  const reading = readRetention(answer, 14);
  assert.ok(!reading.ok, 'the answer was taken');
  assert.equal(reading.problem.title, 'The answer cannot be read');
  return reading.problem.detail ?? '';
}

const row = { day: '2026-11-25', dau: 5, wau: 9, mau: 20, state: 'FINAL', computed_at: null };
const answer = (...metrics: object[]): object => ({ ok: true, metrics, count: metrics.length });

describe('the answer of the backend', () => {
  it('gives the figures of the newest day, a series of fourteen, oldest first, and the week before', () => {
    const retention = read(answerJson());

    assert.equal(retention.asOf, newestDay);
    assert.equal(retention.series.length, 14);
    assert.equal(retention.series[0]?.date, '2026-11-12');
    assert.equal(retention.series[13]?.date, newestDay);
    assert.deepEqual(
      [retention.dau, retention.wau, retention.mau],
      [1254, 4986, 13120],
    );
    assert.deepEqual(retention.weekBefore, { dau: 1234, wau: 4923, mau: 12903 });
    assert.equal(retention.stickiness, 1254 / 13120);
    assert.equal(retention.computedAt, '2026-11-26T00:05:02Z');
  });

  it('keeps null as unknown, and makes a null of a day that is not there', () => {
    const retention = read(answer({ ...row, wau: null, mau: null }, { ...row, day: '2026-11-22', dau: 0 }), 5);

    assert.deepEqual(retention.series, [
      { date: '2026-11-21', dau: null },
      { date: '2026-11-22', dau: 0 },
      { date: '2026-11-23', dau: null },
      { date: '2026-11-24', dau: null },
      { date: '2026-11-25', dau: 5 },
    ]);
    assert.equal(retention.wau, null);
    assert.equal(retention.stickiness, null);
    assert.deepEqual(retention.weekBefore, { dau: null, wau: null, mau: null });
  });

  it('has no stickiness over zero users', () => {
    assert.equal(read(answer({ ...row, dau: 0, wau: 0, mau: 0 })).stickiness, null);
  });

  it('takes its figures from the newest whole day, and marks the day that is not over', () => {
    const partial = { ...row, state: 'PARTIAL', dau: 3 };

    const retention = read(answer(partial, { ...row, day: '2026-11-24', dau: 7 }));

    assert.equal(retention.dau, 7);
    assert.equal(retention.asOf, '2026-11-24');
    assert.equal(retention.newestDay, '2026-11-25');
    assert.deepEqual(retention.series[13], { date: '2026-11-25', dau: 3, partial: true });
  });

  it('passes over a newest day that was not counted', () => {
    const missing = { ...row, state: 'MISSING', dau: null, wau: null, mau: null };

    const retention = read(answer(missing, { ...row, day: '2026-11-24' }));

    assert.equal(retention.asOf, '2026-11-24');
    assert.deepEqual(retention.series[13], { date: '2026-11-25', dau: null });
  });

  it('says that a window is not full', () => {
    const retention = read(answer({ ...row, state: 'INCOMPLETE_WINDOW', mau: null }));

    assert.equal(retention.windowIncomplete, true);
    assert.equal(retention.dau, 5);
  });

  it('treats a state it does not know as not final', () => {
    assert.equal(read(answer({ ...row, state: 'REVISED_TWICE' })).series[13]?.partial, true);
  });

  it('is read in any order of days, across a leap day and a change of summer time', () => {
    const retention = read(
      answer({ ...row, day: '2028-02-28' }, { ...row, day: '2028-03-01' }, { ...row, day: '2028-02-29' }),
      3,
    );

    assert.deepEqual(retention.series.map((point) => point.date), ['2028-02-28', '2028-02-29', '2028-03-01']);
    assert.equal(read(answer({ ...row, day: '2026-03-30' }), 3).series[1]?.date, '2026-03-29');
  });

  it('carries zone, staleness and advice', () => {
    const retention = read({ ...answer(row), zone: 'Europe/London', stale: true, hint: 'No counted day yet.' });

    assert.equal(retention.timezone, 'Europe/London');
    assert.equal(retention.stale, true);
    assert.equal(retention.hint, 'No counted day yet.');
  });

  it('is empty without a row, and no figure is zero', () => {
    const retention = read({ ok: true, metrics: [], count: 0, hint: null });

    assert.equal(retention.dau, null);
    assert.deepEqual(retention.series, []);
  });

  it('shortens advice that has no end', () => {
    assert.equal(read({ ...answer(row), hint: 'x'.repeat(1_000_000) }).hint?.length, 281);
  });
});

describe('an answer of the wrong shape', () => {
  const whole = 'metrics[0].dau must be a whole number of 0 or more, or null';
  const cases: [string, unknown, string][] = [
    ['nothing', null, 'the answer must be an object'],
    ['a list', [], 'the answer must be an object'],
    ['a text', 'ok', 'the answer must be an object'],
    ['no ok', { metrics: [] }, 'ok must be true'],
    ['an ok that is a text', { ok: 'true', metrics: [] }, 'ok must be true'],
    ['no metrics', { ok: true }, 'metrics must be an array'],
    ['metrics that pose as an array', { ok: true, metrics: { length: 0 } }, 'metrics must be an array'],
    ['a row that is null', answer(null as unknown as object), 'metrics[0] must be an object'],
    ['another count', { ...answer(row), count: 2 }, 'count must be the number of metrics'],
    ['too many rows', answer(...Array<object>(367).fill(row)), 'metrics must have 366 rows at most'],
    ['a day twice', answer(row, row), 'metrics must have each day once'],
    ['no day', answer({ ...row, day: undefined }), 'metrics[0].day must be a day, as in 2026-11-25'],
    ['a day that never was', answer({ ...row, day: '2026-02-30' }), 'metrics[0].day must be a day, as in 2026-11-25'],
    ['month thirteen', answer({ ...row, day: '2026-13-01' }), 'metrics[0].day must be a day, as in 2026-11-25'],
    ['a day with a time', answer({ ...row, day: '2026-11-25T00:00' }), 'metrics[0].day must be a day, as in 2026-11-25'],
    ['a figure as text', answer({ ...row, dau: '5' }), whole],
    ['no figure at all', answer({ ...row, dau: undefined }), whole],
    ['a negative figure', answer({ ...row, dau: -1 }), whole],
    ['half a user', answer({ ...row, dau: 0.5 }), whole],
    ['more than a number holds', answer({ ...row, dau: JSON.parse('1e999') as number }), whole],
    ['more than is exact', answer({ ...row, dau: 2 ** 53 }), whole],
    ['true for a figure', answer({ ...row, dau: true }), whole],
    ['no state', answer({ ...row, state: undefined }), 'metrics[0].state must be a text'],
    ['a time that is none', answer({ ...row, computed_at: 'soon' }), 'metrics[0].computed_at must be a time'],
    ['markup for a zone', { ...answer(row), zone: '<b>UTC</b>' }, 'zone must be the name of a time zone'],
    ['a number for a zone', { ...answer(row), zone: 1 }, 'zone must be a text'],
    ['a text for stale', { ...answer(row), stale: 'no' }, 'stale must be true or false'],
    ['an object for a hint', { ...answer(row), hint: {} }, 'hint must be a text'],
  ];
  for (const [name, value, rule] of cases) {
    it(`is refused with its rule: ${name}`, () => {
      assert.ok(refusal(value).startsWith(rule), `${refusal(value)} is not: ${rule}`);
    });
  }

  it('is refused without a word of what it holds', () => {
    assert.ok(!refusal(answer({ ...row, dau: '<script>secret</script>' })).includes('secret'));
  });

  it('cannot reach prototypes', () => {
    const hostile = JSON.parse('{"ok":true,"metrics":[],"count":0,"__proto__":{"stale":true},"constructor":1}') as object;

    assert.equal(read(hostile).stale, undefined);
    assert.equal(({} as { stale?: boolean }).stale, undefined);
  });

  it('is never an exception, whatever is thrown at it', () => {
    const values = [null, true, 0, -1, 1e308, '', 'x', [], {}, [[]], { length: 3 }, '2026-11-25'];
    for (const key of ['day', 'dau', 'wau', 'mau', 'state', 'computed_at']) {
      for (const value of values) {
        readRetention(answer({ ...row, [key]: value }), 14);
      }
    }
    for (const key of ['ok', 'metrics', 'count', 'zone', 'stale', 'hint']) {
      for (const value of values) {
        readRetention({ ...answer(row), [key]: value }, 14);
      }
    }
  });
});
