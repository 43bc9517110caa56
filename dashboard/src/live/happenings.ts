import type { FeedEvents } from "../api/feed";
import { count, figure } from "../format";
import { Changes } from "./changes";

export type Tone = "good" | "warn" | "bad" | "info" | "plain";

/** Something worth a line, which is no request. */
export interface Happening {
  number: number;
  time: string;
  tone: Tone;
  what: string;
  subject: string;
  why: string | undefined;
}

const KEPT = 100;

/** What happened since the page came, the latest first. */
export class Happenings extends Changes {
  private now: readonly Happening[] = [];
  private next = 0;

  current = (): readonly Happening[] => this.now;

  add(happening: Omit<Happening, "number">): void {
    this.now = [{ ...happening, number: this.next++ }, ...this.now].slice(0, KEPT);
    this.changed();
  }
}

const HOST: Record<FeedEvents["service"]["state"], [Tone, string]> = {
  healthy: ["good", "Host healthy again"],
  unhealthy: ["bad", "Host unhealthy"],
  ejected: ["warn", "Host left out as an outlier"],
  readmitted: ["good", "Host taken back"],
};

const BREAKER: Record<FeedEvents["breaker"]["state"], [Tone, string]> = {
  closed: ["good", "Circuit breaker closed"],
  "half-open": ["warn", "Circuit breaker half-open"],
  open: ["bad", "Circuit breaker open"],
};

const ANOMALY: Record<FeedEvents["anomaly"]["kind"], string> = {
  rate: "Unusual rate",
  errors: "Unusual share of errors",
  latency: "Unusual latency",
};

/** An event as a line; null for those that are no line. */
export function happening<N extends keyof FeedEvents>(name: N, event: FeedEvents[N]): Omit<Happening, "number"> | null {
  switch (name) {
    case "service": {
      const host = event as FeedEvents["service"];
      const [tone, what] = HOST[host.state];
      return { time: host.time, tone, what, subject: `${host.upstream} of ${host.service} ${host.version}`, why: host.reason };
    }
    case "breaker": {
      const breaker = event as FeedEvents["breaker"];
      const [tone, what] = BREAKER[breaker.state];
      return { time: breaker.time, tone, what, subject: `${breaker.service} ${breaker.version}`, why: breaker.reason };
    }
    case "registry": {
      const registry = event as FeedEvents["registry"];
      return registry.problems > 0
        ? {
            time: registry.time,
            tone: "bad",
            what: "Registry refused",
            subject: `revision ${registry.revision} stays`,
            why: registry.problems === 1 ? "1 problem" : `${count(registry.problems)} problems`,
          }
        : { time: registry.time, tone: "info", what: "Registry loaded", subject: `revision ${registry.revision}`, why: registry.hash };
    }
    case "limit": {
      const limit = event as FeedEvents["limit"];
      return {
        time: limit.time,
        tone: "warn",
        what: limit.refused === 1 ? "Limit refused a request" : `Limit refused ${count(limit.refused)} requests`,
        subject: limit.key ?? limit.client ?? (limit.tenant === undefined ? "callers without a key" : `more keys of ${limit.tenant}`),
        why: limit.strategy === undefined ? limit.code : `${limit.code} by ${limit.strategy}`,
      };
    }
    case "anomaly": {
      const anomaly = event as FeedEvents["anomaly"];
      const over = anomaly.until !== undefined;
      return {
        time: anomaly.until ?? anomaly.since,
        tone: over ? "good" : "warn",
        what: over ? `${ANOMALY[anomaly.kind]} is over` : ANOMALY[anomaly.kind],
        subject: anomaly.route,
        why: over ? undefined : `${figure(anomaly.observed, anomaly.unit)}, usually ${figure(anomaly.expected, anomaly.unit)}`,
      };
    }
    default:
      return null;
  }
}
