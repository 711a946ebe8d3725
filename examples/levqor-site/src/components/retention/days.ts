const dayMs = 86_400_000;

/** Whether the text is a day of the calendar, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    return false;
  }
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day so many days later, or earlier where `days` is negative. No zone takes part in it. */
export function plusDays(day: string, days: number): string {
  return new Date(dayTime(day) + days * dayMs).toISOString().slice(0, 10);
}

/** The time at which the day begins in UTC, for formatting only. */
export function dayTime(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
