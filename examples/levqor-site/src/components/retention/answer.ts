import { isDay, plusDays } from './days';
import type { Figures, Problem, Retention, RetentionPoint } from './model';

/** What the backend answered, or what is wrong with it. */
export type Reading = { ok: true; retention: Retention } | { ok: false; problem: Problem };

type Row = Figures & { day: string; state: string; computedAt?: string };

/** The longest range that the route hands out is 366 days. */
const mostRows = 366;
const longestHint = 280;
/** Whole days; of any other state the card must not say that its number stands. */
const wholeDay = new Set(['FINAL', 'INCOMPLETE_WINDOW']);

/**
 * Reads the answer of `GET /admin/retention`, from any parsed JSON. Pure. Every key that is used is checked; keys that
 * nobody knows here are passed over. The problem names the key and its rule, and never repeats what was sent.
 *
 * @param days how many days the series has, up to the newest day of the answer
 */
export function readRetention(answer: unknown, days: number): Reading {
  try {
    return { ok: true, retention: retentionOf(answer, days) };
  } catch (broken) {
    if (broken instanceof BrokenRule) {
      return { ok: false, problem: { title: 'The answer cannot be read', status: 200, detail: broken.message } };
    }
    throw broken;
  }
}

class BrokenRule extends Error {}

function retentionOf(answer: unknown, days: number): Retention {
  const body = objectAt('the answer', answer);
  must(body['ok'] === true, 'ok must be true');
  const zone = optionalText(body, 'zone') ?? 'UTC';
  must(/^[A-Za-z0-9_+\-/:]{1,64}$/.test(zone), 'zone must be the name of a time zone');
  const stale = body['stale'] ?? false;
  must(typeof stale === 'boolean', 'stale must be true or false');
  const hint = optionalText(body, 'hint');
  const rows = rowsOf(body);

  const shared = {
    timezone: zone,
    ...(stale ? { stale: true } : {}),
    ...(hint ? { hint: hint.length > longestHint ? `${hint.slice(0, longestHint)}…` : hint } : {}),
  };
  const newest = rows[0];
  if (!newest) {
    return { ...unknown, ...shared, asOf: '', newestDay: '', series: [], weekBefore: unknown, stickiness: null };
  }
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const shown = shownRow(rows, newest);
  return {
    ...figuresOf(shown),
    ...shared,
    asOf: shown.day,
    newestDay: newest.day,
    series: seriesOf(byDay, newest.day, days),
    weekBefore: figuresOf(byDay.get(plusDays(shown.day, -7))),
    stickiness: shown.dau !== null && shown.mau !== null && shown.mau > 0 ? shown.dau / shown.mau : null,
    ...(shown.state === 'INCOMPLETE_WINDOW' ? { windowIncomplete: true } : {}),
    ...(shown.computedAt ? { computedAt: shown.computedAt } : {}),
  };
}

const unknown: Figures = { dau: null, wau: null, mau: null };

/** The newest whole day with a DAU; else the newest day with one; else the newest day. */
function shownRow(rows: Row[], newest: Row): Row {
  return (
    rows.find((row) => wholeDay.has(row.state) && row.dau !== null) ??
    rows.find((row) => row.dau !== null) ??
    newest
  );
}

function seriesOf(byDay: Map<string, Row>, newestDay: string, days: number): RetentionPoint[] {
  return Array.from({ length: days }, (_, index) => {
    const date = plusDays(newestDay, index + 1 - days);
    const row = byDay.get(date);
    const partial = row !== undefined && row.dau !== null && !wholeDay.has(row.state);
    return { date, dau: row?.dau ?? null, ...(partial ? { partial } : {}) };
  });
}

function figuresOf(row: Row | undefined): Figures {
  return row ? { dau: row.dau, wau: row.wau, mau: row.mau } : unknown;
}

function rowsOf(body: Record<string, unknown>): Row[] {
  const metrics = body['metrics'];
  must(Array.isArray(metrics), 'metrics must be an array');
  must(metrics.length <= mostRows, `metrics must have ${mostRows} rows at most`);
  const count = body['count'];
  must(count === undefined || count === metrics.length, 'count must be the number of metrics');

  const rows = metrics.map((value: unknown, index) => rowOf(`metrics[${index}]`, value));
  must(new Set(rows.map((row) => row.day)).size === rows.length, 'metrics must have each day once');
  return rows.sort((a, b) => (a.day < b.day ? 1 : -1));
}

function rowOf(path: string, value: unknown): Row {
  const row = objectAt(path, value);
  const day = row['day'];
  must(typeof day === 'string' && isDay(day), `${path}.day must be a day, as in 2026-11-25`);
  const state = row['state'];
  must(typeof state === 'string', `${path}.state must be a text`);
  const computedAt = row['computed_at'] ?? undefined;
  must(
    computedAt === undefined || (typeof computedAt === 'string' && !Number.isNaN(Date.parse(computedAt))),
    `${path}.computed_at must be a time, as in 2026-11-26T00:05:00Z, or null`,
  );
  return {
    day,
    state,
    dau: figureAt(`${path}.dau`, row['dau']),
    wau: figureAt(`${path}.wau`, row['wau']),
    mau: figureAt(`${path}.mau`, row['mau']),
    ...(computedAt === undefined ? {} : { computedAt }),
  };
}

function figureAt(path: string, value: unknown): number | null {
  if (value === null) {
    return null;
  }
  must(
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
    `${path} must be a whole number of 0 or more, or null`,
  );
  return value;
}

function objectAt(path: string, value: unknown): Record<string, unknown> {
  must(typeof value === 'object' && value !== null && !Array.isArray(value), `${path} must be an object`);
  return value as Record<string, unknown>;
}

function optionalText(body: Record<string, unknown>, key: string): string | undefined {
  const value = body[key] ?? undefined;
  must(value === undefined || typeof value === 'string', `${key} must be a text`);
  return value;
}

function must(holds: boolean, rule: string): asserts holds {
  if (!holds) {
    throw new BrokenRule(rule);
  }
}
