import { useEffect, useState, useSyncExternalStore } from "react";

/** Whether the window is as narrow as that of a phone. */
export function useNarrow(): boolean {
  const query = matchMedia("(max-width: 720px)");
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => query.matches,
  );
}

/** The time, looked at again each second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
