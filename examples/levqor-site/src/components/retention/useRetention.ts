import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { WidgetState } from './model';
import { startRefreshing, type Refreshing, type Watch } from './refresh';
import { initialState, type CardState } from './state';

export interface AnalyticsWidgetProps {
  /** Where to ask; by default `${NEXT_PUBLIC_API_URL}/admin/retention`, and relative where that is not set. */
  endpoint?: string;
  /**
   * Gives the admin token for the next request. A function, as properties end up in developer tools and in server-rendered
   * HTML. An empty text means that there is none.
   */
  getToken: () => string | Promise<string>;
  /** Milliseconds between two requests: 5,000 to 86,400,000, or 0 for none but the first. By default 60,000. */
  refreshMs?: number;
  /** Days in the sparkline, 2 to 359. By default 14. */
  days?: number;
  /** By default the page's own `fetch`. */
  fetcher?: typeof fetch;
  /** The clock, in milliseconds. By default the page's own. */
  now?: () => number;
  /** BCP 47, for numbers and dates. By default that of the browser. */
  locale?: string;
  title?: string;
  className?: string;
  /** Called once for every request that came to nothing. */
  onError?: (state: WidgetState) => void;
  /** Draws something else from the same state. */
  render?: (state: WidgetState & { refresh(): void }) => ReactNode;
}

export const defaultDays = 14;

const defaultRefreshMs = 60_000;
/** A week more than is drawn, so that the newest day has its weekday of last week also in a short window. */
const comparedDays = 7;
const mostDays = 366 - comparedDays;

/** The state of the card without its looks. Does nothing on a server: it asks from an effect. */
export function useRetention(props: AnalyticsWidgetProps): WidgetState & { refresh(): void } {
  const watch = watchOf(props);
  const latest = useRef(watch);
  const running = useRef<Refreshing | undefined>(undefined);
  const shown = useRef<CardState>(initialState);
  const [state, setState] = useState<CardState>(initialState);

  useEffect(() => {
    latest.current = watch;
  });

  useEffect(() => {
    const show = (next: CardState): void => {
      shown.current = next;
      setState(next);
    };
    const refreshing = startRefreshing(shown.current, () => latest.current, show);
    running.current = refreshing;
    return () => {
      running.current = undefined;
      refreshing.stop();
    };
  }, [watch.url, watch.everyMs]);

  const refresh = useCallback(() => running.current?.refresh(), []);
  return { ...state, refresh };
}

function watchOf(props: AnalyticsWidgetProps): Watch {
  const { days = defaultDays, refreshMs = defaultRefreshMs } = props;
  if (!Number.isInteger(days) || days < 2 || days > mostDays) {
    throw new RangeError(`days must be a whole number from 2 to ${mostDays}, was ${days}`);
  }
  if (refreshMs !== 0 && !(refreshMs >= 5_000 && refreshMs <= 86_400_000)) {
    throw new RangeError(`refreshMs must be 0 (off) or from 5000 to 86400000 milliseconds, was ${refreshMs}`);
  }
  const endpoint = props.endpoint ?? `${apiUrl()}/admin/retention`;
  return {
    url: `${endpoint}${endpoint.includes('?') ? '&' : '?'}days=${days + comparedDays}`,
    days,
    everyMs: refreshMs,
    getToken: props.getToken,
    fetcher: props.fetcher ?? ((input, init) => fetch(input, init)),
    now: props.now ?? Date.now,
    onError: props.onError,
  };
}

declare const process: { env: { NEXT_PUBLIC_API_URL?: string } };

/** Next.js puts the value in place of the expression, so it is written out in full; elsewhere there may be no `process`. */
function apiUrl(): string {
  try {
    return (process.env.NEXT_PUBLIC_API_URL ?? '').replace(/\/+$/, '');
  } catch {
    return '';
  }
}
