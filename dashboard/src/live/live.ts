import { useSyncExternalStore } from "react";
import { get } from "../api/client";
import { Feed, type Conditions, type FeedEvents, type FeedState } from "../api/feed";
import { Changes } from "./changes";
import { happening, Happenings, type Happening } from "./happenings";
import { MetricsWindow, type Second } from "./metrics";
import { RequestRows, type Rows } from "./requests";

const ALWAYS: readonly (keyof FeedEvents)[] = ["metrics", "service", "breaker", "registry", "limit", "anomaly"];
const PAGE = 500;

/** Counts changes of hosts, breakers, anomalies and the registry, upon which pages look again. */
class Turns extends Changes {
  private now = 0;

  current = (): number => this.now;

  next(): void {
    this.now++;
    this.changed();
  }
}

export const metrics = new MetricsWindow();
export const requests = new RequestRows();
export const happenings = new Happenings();
export const turns = new Turns();

/** What the log can be asked for, too; the feed cannot. */
export type LogConditions = Conditions & { from?: string; to?: string; slower?: number };

let conditions: LogConditions | null = null;
let older: string | undefined;

export const feed = new Feed(
  (name, data) => {
    if (name === "request") {
      const row = data as FeedEvents["request"];
      if (row.duration_ms >= (conditions?.slower ?? 0)) {
        requests.add(row);
      }
    } else if (name === "metrics") {
      metrics.add(data as FeedEvents["metrics"]);
    } else if (name === "lost") {
      requests.missed((data as FeedEvents["lost"]).lost);
    } else {
      const line = happening(name, data);
      if (line !== null) {
        happenings.add(line);
      }
      if (name === "service" || name === "breaker" || name === "registry" || name === "anomaly") {
        turns.next();
      }
    }
  },
  () => {
    void catchUp();
    turns.next();
  },
);

/** Shows requests like these, or none: what the log has of them and, unless they end at a time, what the feed brings. */
export function watch(wanted: LogConditions | null): void {
  const other = JSON.stringify(wanted) !== JSON.stringify(conditions);
  if (other) {
    conditions = wanted;
    older = undefined;
    requests.clear();
  }
  if (wanted === null || wanted.to !== undefined) {
    feed.want({ events: ALWAYS });
  } else {
    const { from: _from, slower: _slower, to: _to, ...live } = wanted;
    feed.want({ events: [...ALWAYS, "request"], conditions: live });
  }
  // A feed that opens catches up by itself.
  if (other && wanted !== null && feed.state().phase === "live") {
    void catchUp();
  }
}

/** What happened before the feed was there, or while it was away. A failure is seen by the feed as well, which comes back. */
async function catchUp(): Promise<void> {
  const wanted = conditions;
  const [figures, page] = await Promise.allSettled([
    get("/dashboard/api/metrics"),
    wanted === null ? Promise.resolve(null) : get("/dashboard/api/logs", { query: { ...wanted, limit: PAGE } }),
  ]);
  if (figures.status === "fulfilled") {
    metrics.merge(figures.value.seconds);
  }
  if (wanted !== null && wanted === conditions) {
    const found = page.status === "fulfilled" ? page.value : null;
    older ??= found?.next;
    requests.merge(found?.requests ?? []);
  }
}

let loading = false;

/** Loads the page of the log behind the last row, if there is one. */
export async function loadOlder(): Promise<void> {
  const wanted = conditions;
  if (wanted === null || older === undefined || loading) {
    return;
  }
  loading = true;
  try {
    const page = await get("/dashboard/api/logs", { query: { ...wanted, limit: PAGE, cursor: older } });
    if (wanted === conditions) {
      older = page.next;
      requests.merge(page.requests);
    }
  } catch {
    // The next scroll asks again; what is wrong with the gateway, the sign of the feed says.
  } finally {
    loading = false;
  }
}

export function useFeedState(): FeedState {
  return useSyncExternalStore(feed.subscribe, feed.state);
}

export function useSeconds(): readonly Second[] {
  return useSyncExternalStore(metrics.subscribe, metrics.seconds);
}

export function useRows(): Rows {
  return useSyncExternalStore(requests.subscribe, requests.current);
}

export function useHappenings(): readonly Happening[] {
  return useSyncExternalStore(happenings.subscribe, happenings.current);
}

export function useTurns(): number {
  return useSyncExternalStore(turns.subscribe, turns.current);
}
