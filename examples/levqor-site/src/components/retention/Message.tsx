import type { JSX } from 'react';
import type { WidgetState } from './model';

/** What stands in place of the numbers when there are none. */
export function Message({ state, onRetry }: { state: WidgetState; onRetry: () => void }): JSX.Element {
  const { status, problem, data } = state;
  const waits = status === 'rateLimited';
  return (
    <div className={`lvq-message lvq-message-${status}`} role={status === 'empty' ? undefined : 'alert'}>
      <p className="lvq-message-title">{status === 'empty' ? 'No activity recorded' : problem?.title}</p>
      {status === 'empty' && (
        <p className="lvq-message-text">
          {data?.hint ?? (
            <>
              Call <code className="lvq-code">ops.activity().record(userId)</code>, or name the audit log that has it.
            </>
          )}
        </p>
      )}
      {problem?.detail !== undefined && <p className="lvq-message-text">{problem.detail}</p>}
      {problem?.traceId !== undefined && (
        <p className="lvq-message-text">
          Trace <code className="lvq-code">{problem.traceId}</code>
        </p>
      )}
      {status !== 'empty' && !waits && (
        <button type="button" className="lvq-button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
