import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { WidgetState } from '../src/components/retention/model';
import { startRefreshing, type Refreshing, type Watch } from '../src/components/retention/refresh';
import { initialState, type CardState } from '../src/components/retention/state';
import { answerJson, problemJson } from './fixtures';

type Call = { url: string; headers: Record<string, string>; init: RequestInit };
type Answer = Response | Error | 'never' | 'deaf';

const secret = 'a-token-that-must-not-leak';

/** One card in a world without a browser: the test turns the clock and gives the answers. */
class World {
  readonly calls: Call[] = [];
  readonly states: CardState[] = [];
  readonly told: WidgetState[] = [];
  answers: Answer[] = [];
  token: () => string | Promise<string> = () => secret;
  hidden = false;
  listeners = new Set<() => void>();
  everyMs = 60_000;
  chance = 0.5;
  onError: (state: WidgetState) => void = (state) => this.told.push(state);
  card: Refreshing | undefined;

  start(before: CardState = initialState): Refreshing {
    this.card = startRefreshing(before, () => this.watch(), (state) => this.states.push(state), {
      isHidden: () => this.hidden,
      onVisibilityChange: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
      random: () => this.chance,
    });
    return this.card;
  }

  get state(): CardState {
    return this.states[this.states.length - 1] ?? initialState;
  }

  see(seen: boolean): void {
    this.hidden = !seen;
    this.listeners.forEach((listener) => listener());
  }

  private watch(): Watch {
    return {
      url: '/admin/retention?days=21',
      days: 14,
      everyMs: this.everyMs,
      getToken: () => this.token(),
      fetcher: (input, init = {}) => this.fetch(String(input), init),
      now: Date.now,
      onError: (state) => this.onError(state),
    };
  }

  private fetch(url: string, init: RequestInit): Promise<Response> {
    this.calls.push({ url, headers: init.headers as Record<string, string>, init });
    const answer = this.answers.shift() ?? ok();
    if (answer instanceof Error) {
      return Promise.reject(answer);
    }
    if (answer === 'deaf') {
      return new Promise(() => {});
    }
    if (answer === 'never') {
      return new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    }
    return Promise.resolve(answer);
  }
}

const ok = (etag = '"v1"'): Response => Response.json(answerJson(), { headers: { ETag: etag } });
const failure = (): Response => Response.json(problemJson, { status: 500 });
const refused = (): Response => Response.json({ title: 'Not authorized', status: 401 }, { status: 401 });

/** Turns the clock, then lets everything that waits for nothing but its turn run to its end. */
async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let world: World;
beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_800_000_000_000 });
  world = new World();
});
afterEach(() => {
  world.card?.stop();
  mock.timers.reset();
});

describe('the refresh of a card', () => {
  it('asks once at the start, with the token in its header, and again after a minute with the ETag', async () => {
    world.answers = [ok(), new Response(null, { status: 304 })];

    world.start();
    await pass(0);
    const first = world.state.updatedAt;
    await pass(59_999);
    assert.equal(world.calls.length, 1);
    await pass(1);

    assert.equal(world.calls.length, 2);
    const [begin, again] = world.calls;
    assert.equal(begin?.url, '/admin/retention?days=21');
    assert.equal(begin?.headers['X-ADMIN-TOKEN'], secret);
    assert.match(begin?.headers['traceparent'] ?? '', /^00-1[0-9a-f]{31}-1[0-9a-f]{15}-01$/);
    assert.ok(!('If-None-Match' in (begin?.headers ?? {})));
    assert.equal(again?.headers['If-None-Match'], '"v1"');
    assert.equal(world.state.status, 'ready');
    assert.equal(world.state.updatedAt, (first ?? 0) + 60_000);
  });

  it('takes the token nowhere: no redirect, no referrer, no store', async () => {
    world.start();
    await pass(0);

    const init = world.calls[0]?.init;
    assert.equal(init?.redirect, 'error');
    assert.equal(init?.cache, 'no-store');
    assert.equal(init?.referrerPolicy, 'no-referrer');
  });

  it('gives up after ten seconds, and asks again after a minute', async () => {
    world.answers = ['never'];

    world.start();
    await pass(0);
    await pass(9_999);
    assert.equal(world.state.refreshing, true);
    await pass(1);

    assert.equal(world.state.problem?.title, 'No answer within 10 s');
    assert.equal(world.calls[0]?.init.signal?.aborted, true);
    await pass(60_000);
    assert.equal(world.state.status, 'ready');
  });

  it('gives up on a fetcher that does not heed its signal too', async () => {
    world.answers = ['deaf'];

    world.start();
    await pass(0);
    await pass(10_000);

    assert.equal(world.state.problem?.title, 'No answer within 10 s');
  });

  it('gives up on a body that does not end', async () => {
    world.answers = [new Response(new ReadableStream({ start: (out) => out.enqueue(new TextEncoder().encode('{"ok"')) }))];

    world.start();
    await pass(0);
    await pass(10_000);

    assert.equal(world.state.problem?.title, 'No answer within 10 s');
  });

  it('has one request on its way at most', async () => {
    world.answers = ['never'];

    const card = world.start();
    await pass(0);
    card.refresh();
    card.refresh();
    world.see(false);
    world.see(true);
    await pass(5_000);

    assert.equal(world.calls.length, 1);
  });

  it('backs off one, two, then five minutes', async () => {
    world.answers = [ok(), failure(), failure(), failure(), failure()];
    const askedAt: number[] = [];

    world.start();
    await pass(0);
    for (let count = 2; count <= 5; count++) {
      const before = Date.now();
      for (; world.calls.length < count; ) {
        await pass(1_000);
      }
      askedAt.push(Date.now() - before);
    }

    assert.deepEqual(askedAt, [60_000, 60_000, 120_000, 300_000]);
    assert.equal(world.state.status, 'stale');
    assert.equal(world.told.length, 4);
    assert.equal(world.told[0]?.problem?.traceId, problemJson.traceId);
  });

  it('asks nothing while the page is hidden, and at once on return if it is time', async () => {
    world.start();
    await pass(0);
    world.see(false);
    await pass(600_000);
    assert.equal(world.calls.length, 1);

    world.see(true);
    await pass(0);

    assert.equal(world.calls.length, 2);
  });

  it('waits for the rest of its minute on an early return', async () => {
    world.start();
    await pass(0);
    world.see(false);
    await pass(20_000);
    world.see(true);
    await pass(39_999);
    assert.equal(world.calls.length, 1);

    await pass(1);

    assert.equal(world.calls.length, 2);
  });

  it('begins only when a hidden page is seen', async () => {
    world.hidden = true;
    world.start();
    await pass(60_000);
    assert.equal(world.calls.length, 0);

    world.see(true);
    await pass(0);

    assert.equal(world.state.status, 'ready');
  });

  it('heeds Retry-After, also against the hand', async () => {
    world.answers = [new Response('', { status: 429, headers: { 'Retry-After': '30' } })];
    world.chance = 0.9; // by itself it would come back a little late

    const card = world.start();
    await pass(0);
    card.refresh();
    await pass(29_999);
    assert.equal(world.calls.length, 1);
    card.refresh();
    assert.equal(world.state.status, 'rateLimited');
    await pass(1);
    card.refresh();
    await pass(0);

    assert.equal(world.calls.length, 2);
    assert.equal(world.state.status, 'ready');
  });

  it('does not send a refused token again by itself, but a new one, and the old one by hand', async () => {
    world.answers = [refused(), refused(), ok()];

    const card = world.start();
    await pass(0);
    await pass(300_000);
    assert.equal(world.calls.length, 1);
    assert.equal(world.state.status, 'unauthorized');
    assert.equal(world.told.length, 1);
    card.refresh();
    await pass(0);
    assert.equal(world.calls.length, 2);
    world.token = () => Promise.resolve('another-token-0123456789');
    await pass(60_000);

    assert.equal(world.state.status, 'ready');
    assert.equal(world.calls[2]?.headers['X-ADMIN-TOKEN'], 'another-token-0123456789');
  });

  it('sends nothing without a token', async () => {
    world.token = () => '';

    world.start();
    await pass(0);

    assert.equal(world.calls.length, 0);
    assert.deepEqual(world.state.problem, { title: 'There is no admin token', status: 401 });
  });

  it('waits for a person who types the token', async () => {
    let give: (token: string) => void = () => {};
    world.token = () => new Promise((resolve) => (give = resolve));

    world.start();
    await pass(120_000);
    assert.equal(world.state.status, 'loading');
    give(secret);
    await pass(0);

    assert.equal(world.state.status, 'ready');
  });

  it('has the token in no state and no message, whatever fails', async () => {
    const said: unknown[] = [];
    const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
    methods.forEach((name) => mock.method(console, name, (...words: unknown[]) => said.push(words)));
    const leak = new Error(`invalid header value ${secret}`);
    world.answers = [leak, refused(), failure(), new Response('not json')];

    const card = world.start();
    await pass(0);
    for (let count = 0; count < 4; count++) {
      card.refresh();
      await pass(0);
    }
    world.token = () => Promise.reject(leak);
    card.refresh();
    await pass(0);

    assert.equal(world.state.problem?.title, 'The admin token could not be had');
    assert.ok(!JSON.stringify([world.states, world.told, said]).includes(secret));
    methods.forEach((name) => (console[name] as unknown as { mock: { restore(): void } }).mock.restore());
  });

  it('refuses garbage with its rule', async () => {
    world.answers = [new Response('<html>')];

    world.start();
    await pass(0);

    assert.deepEqual(world.state.problem, {
      title: 'The answer cannot be read',
      status: 200,
      detail: 'The answer must be JSON.',
    });
  });

  it('goes on where the host’s onError throws, and does not hide what it threw', async () => {
    world.answers = [failure()];
    const seen: unknown[] = [];
    const uncaught = (error: unknown): number => seen.push(error);
    const before = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', uncaught);
    world.onError = () => {
      throw new Error('the host’s own');
    };

    world.start();
    await pass(0);
    await pass(60_000);

    process.removeListener('unhandledRejection', uncaught);
    before.forEach((listener) => process.on('unhandledRejection', listener));
    assert.equal(world.state.status, 'ready');
    assert.equal((seen[0] as Error).message, 'the host’s own');
  });

  it('asks once and no more where the refresh is off', async () => {
    world.everyMs = 0;
    world.answers = [failure()];

    const card = world.start();
    await pass(0);
    await pass(86_400_000);
    assert.equal(world.calls.length, 1);
    card.refresh();
    await pass(0);

    assert.equal(world.state.status, 'ready');
  });

  it('ends timer, listener and request with the card, and shows nothing after', async () => {
    world.answers = ['never'];
    const card = world.start();
    await pass(0);
    const shown = world.states.length;

    card.stop();
    await pass(600_000);
    card.refresh();
    await pass(0);

    assert.equal(world.listeners.size, 0);
    assert.equal(world.calls[0]?.init.signal?.aborted, true);
    assert.equal(world.calls.length, 1);
    assert.equal(world.states.length, shown);
    assert.equal(world.told.length, 0);
  });

  it('sends nothing for a card that ended while its token was on the way', async () => {
    let give: (token: string) => void = () => {};
    world.token = () => new Promise((resolve) => (give = resolve));

    const card = world.start();
    await pass(0);
    card.stop();
    give(secret);
    await pass(0);

    assert.equal(world.calls.length, 0);
  });

  it('sends nothing twice where a card begins, ends and begins again', async () => {
    const first = world.start();
    first.stop();
    world.start();
    await pass(0);

    assert.equal(world.calls.length, 1);
    assert.equal(world.listeners.size, 1);
  });
});
