import { exchange, type Outcome } from './exchange';
import type { WidgetState } from './model';
import { reduce, type CardState, type RetentionEvent, type Timing } from './state';

/** What the card watches; asked for anew before each request, so that the newest callbacks count. */
export type Watch = {
  url: string;
  days: number;
  /** The period in milliseconds; 0 is off. */
  everyMs: number;
  getToken: () => string | Promise<string>;
  fetcher: typeof fetch;
  now: () => number;
  onError?: ((state: WidgetState) => void) | undefined;
};

/** The rest of the world, for tests to replace. */
export type Surroundings = {
  isHidden: () => boolean;
  /** Returns what ends the listening. */
  onVisibilityChange: (listener: () => void) => () => void;
  /** From 0 (inclusive) to 1 (exclusive). */
  random: () => number;
};

export type Refreshing = {
  /** Asks now, unless a request is on its way or the backend's `Retry-After` is not over. */
  refresh: () => void;
  /** Ends timer, listener and request; nothing is shown afterwards. */
  stop: () => void;
};

const timeoutMs = 10_000;

/**
 * Keeps a card fresh: one timer, one listener, and at most one request at any time. Sleeps while the page is hidden and
 * asks at once on return if its time has come. The token is in no state and no message. `getToken` may take as long as it
 * likes, to ask a person, say; nothing else is sent in the meantime.
 */
export function startRefreshing(
  before: CardState,
  watch: () => Watch,
  show: (state: CardState) => void,
  world: Surroundings = page,
): Refreshing {
  let state = reduce(before, { type: 'opened', source: watch().url });
  let dueAt: number | undefined = watch().now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onItsWay: AbortController | undefined;
  let etag: string | undefined;
  let refusedToken: string | undefined;
  let stopped = false;

  const put = (event: RetentionEvent): void => {
    state = reduce(state, event);
    show(state);
  };

  const arm = (): void => {
    clearTimeout(timer);
    if (stopped || onItsWay || dueAt === undefined || world.isHidden()) {
      return;
    }
    timer = setTimeout(() => void ask(false), Math.max(0, dueAt - watch().now()));
  };

  const ask = async (byHand: boolean): Promise<void> => {
    onItsWay = new AbortController();
    const outcome = await outcomeOf(onItsWay, byHand);
    if (stopped) {
      return;
    }
    onItsWay = undefined;
    put({ ...(outcome ?? { type: 'refused', problem: state.problem ?? noToken }), ...timing() });
    dueAt = state.nextRefreshAt;
    arm();
    if (outcome && state.problem) {
      watch().onError?.(state); // last, so that what the host throws is the host's to see and stops nothing here
    }
  };

  /** Undefined where there was no point in asking. */
  const outcomeOf = async (abort: AbortController, byHand: boolean): Promise<Outcome | undefined> => {
    if (byHand) {
      put({ type: 'asked' });
    }
    let token: string;
    try {
      token = await watch().getToken();
    } catch {
      return { type: 'failed', problem: { title: 'The admin token could not be had', status: 0 } };
    }
    if (token === '') {
      return { type: 'refused', problem: noToken };
    }
    if (stopped || (token === refusedToken && !byHand)) {
      return undefined; // a token that was refused counts as one more wrong one each time it is sent
    }
    put({ type: 'asked' });
    const { url, days, fetcher, now } = watch();
    const known = state.data ? etag : undefined;
    const trace = traceparent(world.random);
    const outcome = await exchange({ url, days, token, fetcher, now, timeoutMs, etag: known, traceparent: trace }, abort);
    refusedToken = outcome.type === 'refused' ? token : undefined;
    if (outcome.type === 'answered') {
      etag = outcome.etag;
    }
    return outcome;
  };

  const timing = (): Timing => ({
    at: watch().now(),
    everyMs: watch().everyMs,
    jitter: world.random() * 2 - 1,
  });

  const endListening = world.onVisibilityChange(arm);
  show(state);
  arm();
  return {
    refresh: () => {
      if (!stopped && !onItsWay && watch().now() >= (state.retryAt ?? 0)) {
        clearTimeout(timer);
        void ask(true);
      }
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      endListening();
      onItsWay?.abort();
    },
  };
}

const noToken = { title: 'There is no admin token', status: 401 };

/** The browser. Touched only from effects, so that a server can import this file. */
const page: Surroundings = {
  isHidden: () => document.visibilityState === 'hidden',
  onVisibilityChange: (listener) => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
  random: Math.random,
};

/** W3C trace context, level 1; the leading ones keep both ids from being all zero, which would be none. */
function traceparent(random: () => number): string {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  return `00-1${hex(31)}-1${hex(15)}-01`;
}
