import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import AnalyticsWidget from '../../src/components/AnalyticsWidget';

declare global {
  interface Window {
    /** Given by the driver, so that the token is in no page and no script. */
    levqorToken: () => Promise<string>;
  }
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <AnalyticsWidget getToken={() => window.levqorToken()} locale="en-GB" />
    </StrictMode>,
  );
}
