import { useEffect, useReducer } from 'react';

/** The time of `now`; draws the one line of text that shows an age anew each second, while the page is seen. */
export function useSeconds(now: () => number): number {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') {
        drawAgain();
      }
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  return now();
}
