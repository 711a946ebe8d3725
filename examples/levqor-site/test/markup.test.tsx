import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { version } from 'react';
import { renderToString } from 'react-dom/server';
import AnalyticsWidget, {
  initialState,
  reduce,
  RetentionCard,
  Sparkline,
  type RetentionEvent,
  type RetentionPoint,
  type WidgetState,
} from '../src/components/AnalyticsWidget';
import { readRetention } from '../src/components/retention/answer';
import { answerJson, problemJson, type RowJson } from './fixtures';

const at = Date.parse('2026-11-26T10:00:00Z');
const time = { at, everyMs: 60_000, jitter: 0 };

function answered(change?: (row: RowJson, age: number) => RowJson, more: object = {}): RetentionEvent {
  const reading = readRetention({ ...answerJson(21, change), ...more }, 14);
  assert.ok(reading.ok);
  return { type: 'answered', retention: reading.retention, ...time };
}

const after = (...events: RetentionEvent[]): WidgetState => events.reduce(reduce, initialState);

function html(state: WidgetState, laterMs = 0): string {
  return renderToString(
    <RetentionCard state={state} onRefresh={() => {}} locale="en-GB" now={() => at + laterMs} />,
  );
}

/** What is seen and heard, without markup. */
function text(markup: string): string {
  return markup.replace(/<!-- -->/g, '').replace(/<[^>]+>/g, ' ').replace(/&#x27;/g, "'").replace(/\s+/g, ' ');
}

const problem = { title: 'Internal error', status: 500, traceId: problemJson.traceId, detail: problemJson.detail };
const ready = answered();

const states: Record<string, WidgetState> = {
  loading: initialState,
  ready: after(ready),
  refreshing: after(ready, { type: 'asked' }),
  gaps: after(answered((row, age) => (age % 3 === 1 ? { ...row, dau: null, state: 'MISSING' } : row))),
  partial: after(answered((row, age) => (age === 0 ? { ...row, state: 'PARTIAL' } : row))),
  incomplete: after(answered((row) => ({ ...row, mau: null, state: 'INCOMPLETE_WINDOW' }))),
  empty: after(answered((row) => ({ ...row, dau: null, wau: null, mau: null, state: 'MISSING' }))),
  staleByFault: after(ready, { type: 'failed', problem, ...time }),
  staleByBackend: after(answered(undefined, { stale: true, hint: 'The database did not answer.' })),
  unauthorized: after({ type: 'refused', problem: { title: 'Not authorized', status: 401 }, ...time }),
  limited: after({ type: 'throttled', problem: { title: 'Too many wrong tokens', status: 429 }, retryAfterMs: 30_000, ...time }),
  limitedWithData: after(ready, { type: 'throttled', problem, retryAfterMs: 30_000, ...time }),
  error: after({ type: 'failed', problem, ...time }),
};

describe(`the markup of a card, React ${version}`, () => {
  it('is rendered where there is neither window nor document', () => {
    assert.equal(typeof globalThis.window, 'undefined');
    assert.equal(typeof globalThis.document, 'undefined');

    const markup = renderToString(<AnalyticsWidget getToken={() => assert.fail('asked on a server')} />);

    assert.match(markup, /lvq-is-loading/);
    assert.match(markup, /aria-busy="true"/);
  });

  for (const [name, state] of Object.entries(states)) {
    it(`has no inline style, only classes of its own, and no number that is none: ${name}`, () => {
      const markup = html(state);

      assert.doesNotMatch(markup, /style=|<style|<script|NaN|Infinity|undefined|\bnull\b/);
      for (const [, classes = ''] of markup.matchAll(/class="([^"]*)"/g)) {
        for (const one of classes.split(' ')) {
          assert.match(one, /^lvq-[a-zA-Z-]+$/);
        }
      }
      assert.doesNotMatch(markup, /<dt|<dd/.test(markup) ? /<dl[^>]*><\/dl>/ : /<dl/);
    });
  }

  it('has the three figures with their change, and stickiness', () => {
    const words = text(html(states['ready']!));

    assert.match(words, /Wed,? 25 Nov · UTC/);
    assert.match(words, /DAU 1,254 ▲ up 1\.6% vs last Wed/);
    assert.match(words, /WAU 4,986 ▲ up 1\.3% in 7 days/);
    assert.match(words, /MAU 13,120 ▲ up 1\.7% in 7 days/);
    assert.match(words, /Stickiness 9\.6% DAU \/ MAU/);
    assert.match(words, /Updated just now/);
    assert.match(html(states['ready']!), /<data value="1254"/);
  });

  it('has all fourteen days in a table, and a sentence for the picture', () => {
    const markup = html(states['ready']!);

    assert.equal(markup.match(/<th scope="row">/g)?.length, 14);
    assert.match(markup, /role="img"/);
    assert.match(
      text(markup.match(/<title>.*<\/title>/)?.[0] ?? ''),
      /Daily active users, 14 days, low 935, high 1,286, 1,254 on Wed,? 25 Nov/,
    );
  });

  it('shows an unknown figure as a dash, says so to ears, and makes no zero of it', () => {
    const words = text(html(states['incomplete']!));

    assert.match(words, /MAU – unknown needs 30 days of log/);
    assert.match(words, /Stickiness – unknown/);
    assert.doesNotMatch(words, /MAU 0/);
  });

  it('says which days are unknown', () => {
    const words = text(html(states['gaps']!));

    assert.match(words, /5 days unknown/);
    assert.match(words, /24 Nov unknown/);
  });

  it('says that the newest day is not counted yet, and draws it dashed', () => {
    const markup = html(states['partial']!);

    assert.match(text(markup), /24 Nov · UTC · Wed,? 25 Nov not counted yet/);
    assert.match(text(markup), /1,254 so far/);
    assert.match(markup, /class="lvq-line lvq-line-open" d="M[^"]+L/);
    assert.match(html(states['ready']!), /class="lvq-line lvq-line-open" d=""/);
  });

  it('tells an empty backend what to do', () => {
    assert.match(text(html(states['empty']!)), /No activity recorded Call ops\.activity\(\)\.record\(userId\)/);
  });

  it('has the advice of the backend in its place', () => {
    const hinted = after({ ...answered(undefined, { metrics: [], count: 0, hint: 'The table audit_log is empty.' }) });

    assert.match(text(html(hinted)), /No activity recorded The table audit_log is empty\./);
  });

  it('says of old numbers from when they are, why, and when it tries again', () => {
    const words = text(html(states['staleByFault']!, 20_000));

    assert.match(words, /DAU 1,254/);
    assert.match(words, /Stale: as of 10:00, next try in 40 s\. Internal error \(trace 4bf92f3577b34da6a3ce929d0e0e4736\)/);
  });

  it('passes on that the backend calls its numbers old', () => {
    assert.match(text(html(states['staleByBackend']!)), /Stale: the backend could not count anew The database did not answer\./);
  });

  it('has title, trace id and a button in an error without numbers', () => {
    const markup = html(states['error']!);

    assert.match(text(markup), /Internal error .* Trace 4bf92f3577b34da6a3ce929d0e0e4736 Try again/);
    assert.match(markup, /role="alert"/);
    assert.match(text(markup), /Failed, next try in 60 s/);
  });

  it('shows no number to whom the backend refuses', () => {
    const refused = after(ready, { type: 'refused', problem: { title: 'Not authorized', status: 401 }, ...time });

    const words = text(html(refused));

    assert.match(words, /Not authorized Try again/);
    assert.doesNotMatch(words, /1,254/);
  });

  it('counts down while it is rate limited, without a button to press', () => {
    assert.match(text(html(states['limited']!)), /Rate limited: again in 30 s/);
    assert.match(text(html(states['limited']!, 29_500)), /again in 1 s/);
    assert.doesNotMatch(text(html(states['limited']!)), /Try again/);
    assert.match(html(states['limited']!), /aria-label="Refresh" aria-disabled="true"/);
    assert.match(text(html(states['limitedWithData']!)), /DAU 1,254 .* Rate limited: again in 30 s/);
  });

  it('escapes what the backend says', () => {
    const hostile = { title: '<img src=x onerror=alert(1)>', status: 500, detail: '</p><script>' };

    assert.doesNotMatch(html(after({ type: 'failed', problem: hostile, ...time })), /<img|<script/);
  });

  it('shortens ten million and more, and keeps the exact number', () => {
    const many = html(after(answered((row) => ({ ...row, mau: 12_345_678 }))));

    assert.match(text(many), /MAU 12\.3m/i);
    assert.match(many, /<data value="12345678" title="12,345,678"/);
  });

  it('has nothing to compare with where last week is unknown, and no percentage of zero', () => {
    const change = (dau: number | null) => (row: RowJson, age: number) => (age === 7 ? { ...row, dau } : row);

    assert.match(text(html(after(answered(change(null))))), /DAU 1,254 no day to compare/);
    assert.match(text(html(after(answered(change(0))))), /DAU 1,254 ▲ up 1,254 vs last Wed/);
  });

  it('is drawn by the host where it wants to', () => {
    const markup = renderToString(
      <AnalyticsWidget getToken={() => ''} render={(state) => <b>{`${state.status} ${typeof state.refresh}`}</b>} />,
    );

    assert.equal(markup.replace(/ data-reactroot=""/, ''), '<b>loading function</b>');
  });

  for (const [props, rule] of [
    [{ refreshMs: 100 }, 'refreshMs must be 0 (off) or from 5000 to 86400000 milliseconds, was 100'],
    [{ refreshMs: Number.NaN }, 'refreshMs must be 0 (off) or from 5000 to 86400000 milliseconds, was NaN'],
    [{ days: 1 }, 'days must be a whole number from 2 to 359, was 1'],
    [{ days: 7.5 }, 'days must be a whole number from 2 to 359, was 7.5'],
  ] as const) {
    it(`refuses a bad property with its rule: ${JSON.stringify(props)}`, () => {
      assert.throws(() => renderToString(<AnalyticsWidget getToken={() => ''} {...props} />), new RangeError(rule));
    });
  }
});

describe(`a sparkline by itself, React ${version}`, () => {
  const points = (...values: (number | null)[]): RetentionPoint[] =>
    values.map((dau, index) => ({ date: `2026-11-${String(index + 10)}`, dau }));
  const draw = (...values: (number | null)[]): string =>
    renderToString(<Sparkline points={points(...values)} label="Users" locale="en-GB" />);

  it('is a text with one day, or with none', () => {
    assert.match(text(draw(null, 5)), /One day known so far: 5 on Wed,? 11 Nov\. A line needs two\./);
    assert.match(text(draw(null)), /No day of this window is known\./);
    assert.match(text(draw()), /No day of this window is known\./);
    assert.doesNotMatch(draw(null, 5), /<svg/);
  });

  it('states what its foot and its head are', () => {
    assert.match(text(draw(930, 1_284)), /low 930 · high 1,284 2 days/);
  });
});
