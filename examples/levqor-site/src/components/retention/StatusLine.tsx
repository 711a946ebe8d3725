import type { JSX } from 'react';
import type { WidgetState } from './model';
import { useSeconds } from './useSeconds';
import { span, type Words } from './words';

type Props = { state: WidgetState; words: Words; now: () => number };

/** The last line of the card: how old the numbers are, and what is wrong if something is. */
export function StatusLine({ state, words, now }: Props): JSX.Element {
  const at = useSeconds(now);
  return (
    <p className={`lvq-status lvq-status-${state.status}`}>
      <span className="lvq-glyph" aria-hidden="true">
        {glyphs[state.status]}
      </span>
      <span>{sentence(state, at, words)}</span>
    </p>
  );
}

const glyphs: Record<WidgetState['status'], string> = {
  loading: '○',
  ready: '●',
  empty: '○',
  stale: '▲',
  unauthorized: '■',
  rateLimited: '▲',
  error: '■',
};

function sentence(state: WidgetState, at: number, words: Words): string {
  const { status, updatedAt, nextRefreshAt, retryAt, problem } = state;
  const next = nextRefreshAt === undefined ? '' : `, next try ${inTime(nextRefreshAt - at)}`;
  switch (status) {
    case 'loading':
      return 'Loading';
    case 'ready':
    case 'empty':
      return updatedAt === undefined ? 'Updated' : `Updated ${ago(at - updatedAt)}`;
    case 'stale':
      return problem
        ? `Stale: as of ${words.time(updatedAt ?? at)}${next}. ${problem.title}${trace(problem.traceId)}`
        : 'Stale: the backend could not count anew';
    case 'rateLimited':
      return (retryAt ?? at) > at ? `Rate limited: again in ${span((retryAt ?? at) - at)}` : 'Rate limited: try again';
    case 'unauthorized':
      return 'Not authorized';
    case 'error':
      return `Failed${next}`;
  }
}

function trace(id: string | undefined): string {
  return id === undefined ? '' : ` (trace ${id})`;
}

function inTime(ms: number): string {
  return ms <= 0 ? 'now' : `in ${span(ms)}`;
}

function ago(ms: number): string {
  return ms < 5000 ? 'just now' : `${span(ms)} ago`;
}
