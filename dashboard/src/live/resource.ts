import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, get, type Answer, type Asked, type Readable } from "../api/client";
import { useTurns } from "./live";

/** What was read from the gateway: the last good answer, and what went wrong since. */
export interface Resource<T> {
  data: T | undefined;
  error: ApiError | undefined;
  loading: boolean;
  reload: () => void;
}

/** Instead of a time: nothing but another question, or somebody, has it read again. */
export const ONCE = -1;

/**
 * Reads from the gateway: now, whenever hosts, breakers, anomalies or the registry change, and every so many milliseconds while the page is
 * to be seen. An answer stays until the next one, be there errors between; with another question it goes at once.
 */
export function useResource<P extends Readable>(path: P, asked: Asked<P> = {}, every = 0): Resource<Answer<P>> {
  const question = JSON.stringify([path, asked]);
  const turns = useTurns();
  const turn = every === ONCE ? 0 : turns;
  const [again, setAgain] = useState(0);
  const [state, setState] = useState<{ question: string; data?: Answer<P>; error?: ApiError; loading: boolean }>({ question, loading: true });
  const latest = useRef({ path, asked });
  latest.current = { path, asked };

  useEffect(() => {
    const ended = new AbortController();
    setState((old) => (old.question === question ? { ...old, loading: true } : { question, loading: true }));
    get(latest.current.path, latest.current.asked, ended.signal)
      .then((data) => setState({ question, data, loading: false }))
      .catch((error: unknown) => {
        if (!ended.signal.aborted) {
          const problem = error instanceof ApiError ? error : new ApiError(0, "Unreadable answer", String(error));
          setState((old) => ({ ...old, question, error: problem, loading: false }));
        }
      });
    return () => ended.abort();
  }, [question, again, turn]);

  useEffect(() => {
    if (every <= 0) {
      return;
    }
    const timer = setInterval(() => {
      if (!document.hidden) {
        setAgain((many) => many + 1);
      }
    }, every);
    return () => clearInterval(timer);
  }, [every]);

  const reload = useCallback(() => setAgain((many) => many + 1), []);
  const own = state.question === question;
  return { data: own ? state.data : undefined, error: own ? state.error : undefined, loading: !own || state.loading, reload };
}
