/** One day of the sparkline. `dau` is null where it is not known, which is never the same as 0. */
export type RetentionPoint = {
  /** `YYYY-MM-DD`, a day of the zone of its `Retention`. */
  date: string;
  dau: number | null;
  /** The day is not counted to its end, so its number may still change. */
  partial?: boolean;
};

/** Distinct active users of a day, of the 7 and of the 30 days up to it. Null is unknown. */
export type Figures = { dau: number | null; wau: number | null; mau: number | null };

/** What the card shows. */
export type Retention = Figures & {
  /** The day of the figures, `YYYY-MM-DD`: the newest whole day that has a DAU. */
  asOf: string;
  /** Whose midnight parts the days: an IANA name, `UTC` unless the backend says otherwise. */
  timezone: string;
  /** Every day of the window, oldest first, without holes: a day nobody counted has a null. */
  series: RetentionPoint[];
  /** The same figures, seven days before `asOf`. */
  weekBefore: Figures;
  /** DAU / MAU, from 0 to 1; null where one of them is unknown or MAU is 0. */
  stickiness: number | null;
  /** The newest day the backend names; later than `asOf` where that day is not counted yet. */
  newestDay: string;
  /** The log begins within the window of a figure, which is therefore null. */
  windowIncomplete?: boolean;
  /** When the figures were counted, ISO 8601. */
  computedAt?: string;
  /** The backend itself says that this is old. */
  stale?: boolean;
  /** What the backend advises, in its own words. */
  hint?: string;
};

/** Why there is no (new) answer. `status` is the HTTP status, 0 where there was no answer at all. */
export type Problem = { title: string; status: number; traceId?: string; detail?: string };

export type WidgetStatus =
  | 'loading'
  | 'ready'
  | 'empty'
  | 'stale'
  | 'unauthorized'
  | 'rateLimited'
  | 'error';

/** All times are milliseconds of the page's own clock (`now`). */
export type WidgetState = {
  status: WidgetStatus;
  /** Kept through faults; dropped once the backend refuses the token. */
  data?: Retention;
  problem?: Problem;
  /** When `data` was last confirmed by the backend. */
  updatedAt?: number;
  /** When it will be asked again by itself; absent if it will not. */
  nextRefreshAt?: number;
  /** Before this time the backend wants no request, not even one by hand. */
  retryAt?: number;
  /** A request is on its way. */
  refreshing?: boolean;
  /** Faults in a row. */
  failures?: number;
};
