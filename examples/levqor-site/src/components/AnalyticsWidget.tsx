'use client';

import type { JSX } from 'react';
import { DayFigure, WindowFigures } from './retention/FigureList';
import { Message } from './retention/Message';
import type { Retention, WidgetState } from './retention/model';
import { Sparkline } from './retention/Sparkline';
import { StatusLine } from './retention/StatusLine';
import { useRetention, type AnalyticsWidgetProps } from './retention/useRetention';
import { wordsOf, type Words } from './retention/words';

export type { Figures, Problem, Retention, RetentionPoint, WidgetState } from './retention/model';
export { reduce, initialState, type CardState, type RetentionEvent } from './retention/state';
export { Sparkline, type SparklineProps } from './retention/Sparkline';
export { useRetention, type AnalyticsWidgetProps } from './retention/useRetention';

/**
 * A card with the daily, weekly and monthly active users of a Levqor Ops backend, which refreshes itself. Needs React 17
 * or later and nothing else; its looks are in `analytics-widget.css`. Renders a skeleton on a server.
 */
export default function AnalyticsWidget(props: AnalyticsWidgetProps): JSX.Element {
  const state = useRetention(props);
  return props.render ? (
    <>{props.render(state)}</>
  ) : (
    <RetentionCard
      state={state}
      onRefresh={state.refresh}
      title={props.title}
      className={props.className}
      locale={props.locale}
      now={props.now}
    />
  );
}

export interface RetentionCardProps {
  state: WidgetState;
  onRefresh: () => void;
  title?: string | undefined;
  className?: string | undefined;
  locale?: string | undefined;
  now?: (() => number) | undefined;
}

/** The card for a given state: the part of the widget that only draws. */
export function RetentionCard(props: RetentionCardProps): JSX.Element {
  const { state, onRefresh, title = 'Retention', className, locale, now = Date.now } = props;
  const words = wordsOf(locale);
  const loading = state.status === 'loading';
  const numbers = state.data && state.status !== 'empty' ? state.data : undefined;
  return (
    <section
      className={['lvq-card', `lvq-is-${state.status}`, className].filter(Boolean).join(' ')}
      aria-label={title}
      aria-busy={loading || state.refreshing === true}
    >
      <header className="lvq-head">
        <div>
          <h2 className="lvq-title">{title}</h2>
          <p className="lvq-sub">{numbers ? <DayLine data={numbers} words={words} /> : 'Active users'}</p>
        </div>
        <RefreshButton state={state} onRefresh={onRefresh} />
      </header>
      <div className="lvq-body">
        {loading ? (
          <Skeleton />
        ) : numbers ? (
          <>
            <div className="lvq-top">
              <DayFigure data={numbers} words={words} />
              <Sparkline points={numbers.series} label="Daily active users" locale={locale} />
            </div>
            <WindowFigures data={numbers} words={words} />
          </>
        ) : (
          <Message state={state} onRetry={onRefresh} />
        )}
      </div>
      <footer className="lvq-foot">
        <StatusLine state={state} words={words} now={now} />
        {numbers?.hint !== undefined && <p className="lvq-hint">{numbers.hint}</p>}
      </footer>
      <p className="lvq-sr" role="status">
        {numbers ? summary(numbers, words) : ''}
      </p>
    </section>
  );
}

function DayLine({ data, words }: { data: Retention; words: Words }): JSX.Element {
  const { asOf, newestDay, timezone } = data;
  return (
    <>
      {words.day(asOf)} · {timezone}
      {newestDay !== asOf && <span className="lvq-wide"> · {words.day(newestDay)} not counted yet</span>}
    </>
  );
}

function summary(data: Retention, words: Words): string {
  const { dau, wau, mau, asOf } = data;
  return `${words.day(asOf)}: ${words.spoken(dau)} daily, ${words.spoken(wau)} weekly, ${words.spoken(mau)} monthly active users.`;
}

function RefreshButton({ state, onRefresh }: { state: WidgetState; onRefresh: () => void }): JSX.Element {
  const waits = state.status === 'rateLimited' || state.refreshing === true;
  return (
    <button
      type="button"
      className={`lvq-refresh${state.refreshing ? ' lvq-refresh-on' : ''}`}
      aria-label="Refresh"
      aria-disabled={waits}
      onClick={onRefresh}
    >
      <svg className="lvq-icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M13.25 8a5.25 5.25 0 1 1-1.54-3.71M13.25 1.75v3h-3" />
      </svg>
    </button>
  );
}

/** The same boxes as the numbers, so that nothing moves when they arrive. */
function Skeleton(): JSX.Element {
  const figure = (key: string): JSX.Element => (
    <div className="lvq-figure" key={key}>
      <span className="lvq-label lvq-bone lvq-bone-label">&nbsp;</span>
      <span className="lvq-value lvq-bone lvq-bone-value">&nbsp;</span>
      <span className="lvq-note-line lvq-bone lvq-bone-note">&nbsp;</span>
    </div>
  );
  return (
    <div className="lvq-skeleton" aria-hidden="true">
      <div className="lvq-top">
        <div className="lvq-lead">{figure('dau')}</div>
        <div className="lvq-spark">
          <div className="lvq-plot lvq-bone" />
          <span className="lvq-caption lvq-bone lvq-bone-note">&nbsp;</span>
        </div>
      </div>
      <div className="lvq-row">{['wau', 'mau', 'stickiness'].map(figure)}</div>
    </div>
  );
}
