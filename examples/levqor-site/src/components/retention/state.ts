import type { Problem, Retention, WidgetState } from './model';

/** When something happened, and what spreads the next request. */
export type Timing = {
  /** Milliseconds of the page's clock. */
  at: number;
  /** The period of the refresh in milliseconds; 0 means that it is off. */
  everyMs: number;
  /** From -1 to 1: where in the spread of 5 % the next request falls. */
  jitter: number;
};

export type RetentionEvent =
  /** A card begins, or begins again, to watch an address. */
  | { type: 'opened'; source: string }
  | { type: 'asked' }
  | ({ type: 'answered'; retention: Retention } & Timing)
  /** 304: what the card has is what the backend has. */
  | ({ type: 'unchanged' } & Timing)
  /** 401 or 403, or there is no token to send. */
  | ({ type: 'refused'; problem: Problem } & Timing)
  /** 429; `retryAfterMs` is null where the backend did not say how long. */
  | ({ type: 'throttled'; problem: Problem; retryAfterMs: number | null } & Timing)
  /** Everything else that is no answer. */
  | ({ type: 'failed'; problem: Problem } & Timing);

/** The state of a card together with the address it belongs to. */
export type CardState = WidgetState & { source?: string };

export const initialState: CardState = { status: 'loading' };

/** The first, second and every later fault in a row wait this long. */
export const backOffMs = [60_000, 120_000, 300_000] as const;

/** A backend that asks for less than the shortest refresh, or for more than a day, is not taken at its word. */
const shortestWaitMs = 5_000;
const longestWaitMs = 24 * 60 * 60_000;
const spread = 0.05;

/** The only place where a card changes its mind. Pure: the same state and event give the same state. */
export function reduce(state: CardState, event: RetentionEvent): CardState {
  switch (event.type) {
    case 'opened':
      return state.source === event.source ? state : { ...initialState, source: event.source };
    case 'asked':
      return { ...state, refreshing: true };
    case 'answered':
      return confirmed(state, event.retention, event);
    case 'unchanged':
      return state.data
        ? confirmed(state, state.data, event)
        : failed(state, { title: 'The backend says “unchanged” to a first request', status: 304 }, event);
    case 'refused':
      return settled({
        status: 'unauthorized',
        source: state.source,
        problem: event.problem,
        nextRefreshAt: later(event, event.everyMs, event.jitter),
      });
    case 'throttled':
      return throttled(state, event);
    case 'failed':
      return failed(state, event.problem, event);
  }
}

function confirmed(state: CardState, data: Retention, time: Timing): CardState {
  return settled({
    status: isEmpty(data) ? 'empty' : data.stale ? 'stale' : 'ready',
    source: state.source,
    data,
    updatedAt: time.at,
    nextRefreshAt: later(time, time.everyMs, time.jitter),
  });
}

function failed(state: CardState, problem: Problem, time: Timing): CardState {
  const failures = (state.failures ?? 0) + 1;
  return settled({
    status: state.data ? 'stale' : 'error',
    source: state.source,
    data: state.data,
    updatedAt: state.updatedAt,
    problem,
    failures,
    nextRefreshAt: later(time, Math.max(time.everyMs, backOff(failures)), time.jitter),
  });
}

function throttled(state: CardState, event: RetentionEvent & { type: 'throttled' }): CardState {
  const failures = (state.failures ?? 0) + 1;
  const askedMs = event.retryAfterMs ?? backOff(failures);
  const waitMs = Math.min(Math.max(askedMs, shortestWaitMs), longestWaitMs);
  return settled({
    status: 'rateLimited',
    source: state.source,
    data: state.data,
    updatedAt: state.updatedAt,
    problem: event.problem,
    failures,
    retryAt: event.at + waitMs,
    // spread to the late side only: nobody comes back before the backend's time is up
    nextRefreshAt: later(event, waitMs, Math.abs(event.jitter)),
  });
}

function later(time: Timing, waitMs: number, jitter: number): number | undefined {
  return time.everyMs > 0 ? time.at + Math.round(waitMs * (1 + spread * jitter)) : undefined;
}

function backOff(failures: number): number {
  return backOffMs[Math.min(failures, backOffMs.length) - 1] ?? backOffMs[2];
}

function isEmpty(data: Retention): boolean {
  const figures = [data.dau, data.wau, data.mau, ...data.series.map((point) => point.dau)];
  return figures.every((figure) => figure === null);
}

type Loose = Pick<CardState, 'status'> & { [Key in keyof CardState]?: CardState[Key] | undefined };

/** Without the keys that have no value, so that two equal states are deeply equal. */
function settled(state: Loose): CardState {
  return Object.fromEntries(
    Object.entries(state).filter(([, value]) => value !== undefined),
  ) as CardState;
}
