import { useEffect, useState } from 'react';

/** The wall clock in ms, read again every `intervalMs` while `isTicking`; stands still otherwise. */
export function useNow(isTicking: boolean, intervalMs = 100): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isTicking) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [isTicking, intervalMs]);
  return now;
}
