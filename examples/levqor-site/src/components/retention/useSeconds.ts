import { useEffect, useState } from 'react';

/** The time of `now`, read once a second while the page is seen. For the one line of text that shows an age. */
export function useSeconds(now: () => number): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') {
        setAt(now());
      }
    }, 1000);
    return () => clearInterval(timer);
  }, [now]);
  return at;
}
