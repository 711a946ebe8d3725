import { dayTime } from './days';

/** How numbers, days and times are written, in the language of the page. */
export type Words = {
  /** `1,284`; from ten million on `12.8M`; an en dash for what is not known. */
  count: (value: number | null) => string;
  /** Like `count`, in full and for a sentence: `1,284`, `unknown`. */
  spoken: (value: number | null) => string;
  /** `9.2%`. */
  percent: (ratio: number) => string;
  /** `Wed, Nov 25`. */
  day: (day: string) => string;
  /** `Wed`. */
  weekday: (day: string) => string;
  /** `14:02`, on the clock of the reader. */
  time: (at: number) => string;
};

const compactFrom = 10_000_000;

export const enDash = '–';

export function wordsOf(locale: string | undefined): Words {
  const whole = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  // a day of the calendar has no zone of its own: it is formatted in the zone in which `dayTime` begins it
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  return {
    count: (value) => (value === null ? enDash : (value < compactFrom ? whole : compact).format(value)),
    spoken: (value) => (value === null ? 'unknown' : whole.format(value)),
    percent: (ratio) => percent.format(ratio),
    day: (value) => day.format(dayTime(value)),
    weekday: (value) => weekday.format(dayTime(value)),
    time: (at) => time.format(at),
  };
}

/** How long something took or takes, short: `72 s`, `3 min`, `2 h`. Rounds up, so that a wait is never over early. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 100) {
    return `${seconds} s`;
  }
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}

/** The change from one number to another: up, down or level, and by how much. Null where one of them is unknown. */
export type Change = { direction: 'up' | 'down' | 'level'; ratio: number | null; by: number };

export function changeOf(now: number | null, before: number | null): Change | null {
  if (now === null || before === null) {
    return null;
  }
  const by = now - before;
  return {
    direction: by > 0 ? 'up' : by < 0 ? 'down' : 'level',
    ratio: before > 0 ? Math.abs(by) / before : null,
    by: Math.abs(by),
  };
}
