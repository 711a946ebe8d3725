import { readRetention } from './answer';
import type { Problem, Retention } from './model';
import { readProblem, retryAfterMs } from './problem';

/** One question to the backend. */
export type Question = {
  url: string;
  token: string;
  days: number;
  /** Of the answer that the card already shows; absent if it shows none. */
  etag?: string | undefined;
  /** W3C trace context, so that a problem can be found in the backend's log. */
  traceparent: string;
  fetcher: typeof fetch;
  /** The page's clock. */
  now: () => number;
  timeoutMs: number;
};

/** What came of it. */
export type Outcome =
  | { type: 'answered'; retention: Retention; etag?: string }
  | { type: 'unchanged' }
  | { type: 'refused'; problem: Problem }
  | { type: 'throttled'; problem: Problem; retryAfterMs: number | null }
  | { type: 'failed'; problem: Problem };

/**
 * Asks once. Never rejects. The time limit holds to the last byte of the body, and for a `fetcher` that does not heed its
 * signal too. What the network throws is not passed on: its text may hold what was sent.
 */
export async function exchange(question: Question, abort: AbortController): Promise<Outcome> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      resolve(fault(`No answer within ${question.timeoutMs / 1000} s`));
      abort.abort();
    }, question.timeoutMs);
  });
  const stopped = new Promise<Outcome>((resolve) => {
    abort.signal.addEventListener('abort', () => resolve(fault('The request was ended')), { once: true });
  });
  try {
    return await Promise.race([ask(question, abort.signal), timeUp, stopped]);
  } finally {
    clearTimeout(timer);
  }
}

async function ask(question: Question, signal: AbortSignal): Promise<Outcome> {
  try {
    const { fetcher } = question; // called bare: `window.fetch` must not be a method of something else
    const response = await fetcher(question.url, {
      signal,
      headers: {
        Accept: 'application/json, application/problem+json',
        'X-ADMIN-TOKEN': question.token,
        traceparent: question.traceparent,
        ...(question.etag === undefined ? {} : { 'If-None-Match': question.etag }),
      },
      cache: 'no-store',
      redirect: 'error', // a redirect to another origin would take the token along
      referrerPolicy: 'no-referrer',
    });
    return response.status === 304 ? { type: 'unchanged' } : await outcomeOf(response, question);
  } catch {
    return fault('The backend could not be reached');
  }
}

async function outcomeOf(response: Response, question: Question): Promise<Outcome> {
  const body = await response.text();
  if (response.status === 200) {
    return answerOf(body, response, question.days);
  }
  const problem = readProblem(response.status, body);
  switch (response.status) {
    case 401:
    case 403:
      return { type: 'refused', problem };
    case 429: {
      const { headers } = response;
      const wait = retryAfterMs(headers.get('Retry-After'), headers.get('Date'), question.now());
      return { type: 'throttled', problem, retryAfterMs: wait };
    }
    default:
      return { type: 'failed', problem };
  }
}

function answerOf(body: string, response: Response, days: number): Outcome {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    const detail = 'The answer must be JSON.';
    return { type: 'failed', problem: { title: 'The answer cannot be read', status: 200, detail } };
  }
  const reading = readRetention(json, days);
  if (!reading.ok) {
    return { type: 'failed', problem: reading.problem };
  }
  const etag = response.headers.get('ETag');
  return { type: 'answered', retention: reading.retention, ...(etag === null ? {} : { etag }) };
}

function fault(title: string): Outcome {
  return { type: 'failed', problem: { title, status: 0 } };
}
