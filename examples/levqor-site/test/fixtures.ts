import { plusDays } from '../src/components/retention/days';

export const newestDay = '2026-11-25';

export type RowJson = {
  day: string;
  dau: number | null;
  wau: number | null;
  mau: number | null;
  state: string;
  computed_at: string | null;
  revised_at: string | null;
};

/** What a backend with a believable history answers: weekdays are busier than weekends, and it grows. */
export function answerJson(days = 21, change: (row: RowJson, age: number) => RowJson = (row) => row): object {
  const metrics = Array.from({ length: days }, (_, age) => change(row(plusDays(newestDay, -age), age), age));
  return { ok: true, metrics, count: metrics.length, zone: 'UTC' };
}

function row(day: string, age: number): RowJson {
  const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  const dau = (weekend ? 931 : 1_214) + ((age * 37) % 61) + Math.max(0, 40 - age * 5);
  return {
    day,
    dau,
    wau: 4_986 - age * 9,
    mau: 13_120 - age * 31,
    state: 'FINAL',
    computed_at: `${plusDays(day, 1)}T00:05:02Z`,
    revised_at: null,
  };
}

export const problemJson = {
  type: 'https://levqor.ai/problems/internal-error',
  title: 'Internal error',
  status: 500,
  detail: 'The request could not be answered; the log of the application says why.',
  instance: '/admin/retention',
  code: 'internal-error',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
};
