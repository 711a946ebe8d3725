import type { Problem } from './model';

const longestText = 200;

const titles: Record<number, string> = {
  400: 'The request was not understood',
  401: 'Not authorized',
  403: 'Not allowed',
  404: 'There is no such route',
  429: 'Too many requests',
  500: 'The backend failed',
  502: 'The backend is not reachable through its gateway',
  503: 'The backend is not available',
  504: 'The backend did not answer its gateway',
};

/** Reads the body of an answer that is an error: RFC 9457 where it is one, else what the status alone says. Pure. */
export function readProblem(status: number, body: string): Problem {
  const fields = jsonObject(body);
  const traceId = fields['traceId'];
  const detail = shortText(fields['detail']);
  return {
    title: shortText(fields['title']) ?? titles[status] ?? `The backend answered ${status}`,
    status,
    ...(typeof traceId === 'string' && /^[0-9A-Za-z-]{1,64}$/.test(traceId) ? { traceId } : {}),
    ...(detail ? { detail } : {}),
  };
}

/**
 * How long `Retry-After` asks to wait, in milliseconds: it is a number of seconds or a date, and a date counts from the
 * backend's own clock (`Date`) where that is known. Null where the header is absent or makes no sense. Pure.
 */
export function retryAfterMs(header: string | null, date: string | null, now: number): number | null {
  if (header === null) {
    return null;
  }
  if (/^\s*\d{1,9}\s*$/.test(header)) {
    return Number(header) * 1000;
  }
  const until = /[A-Za-z]/.test(header) ? Date.parse(header) : Number.NaN;
  const from = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(until) ? null : Math.max(0, until - (Number.isNaN(from) ? now : from));
}

function jsonObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return {}; // a gateway's HTML, or nothing: the status has to speak
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function shortText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') {
    return undefined;
  }
  return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
}
