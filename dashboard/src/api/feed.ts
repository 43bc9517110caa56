import { Changes } from "../live/changes";
import { address, ApiError, send, type Schemas } from "./client";
import { EventParser } from "./sse";

/** What comes by the live feed, by the names of its events. */
export interface FeedEvents {
  request: Schemas["RequestEvent"];
  limit: Schemas["LimitEvent"];
  service: Schemas["ServiceEvent"];
  breaker: Schemas["BreakerEvent"];
  registry: Schemas["RegistryEvent"];
  metrics: Schemas["MetricsEvent"];
  anomaly: Schemas["AnomalyEvent"];
  lost: Schemas["LostEvent"];
}

export type Conditions = Partial<Record<"tenant" | "key" | "service" | "route" | "status" | "code" | "text", string>>;

/** What is asked for: the names of events, and what `request` and `limit` have to be like. */
export interface Wanted {
  events: readonly (keyof FeedEvents)[];
  conditions?: Conditions;
}

/** How the connection is. */
export type FeedState =
  | { phase: "idle" }
  | { phase: "connecting"; attempt: number }
  | { phase: "live" }
  | { phase: "waiting"; attempt: number; retryAt: number; why: string };

type Listener = <N extends keyof FeedEvents>(name: N, data: FeedEvents[N]) => void;

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
/** A comment comes every ten seconds at the latest. */
const SILENCE = 25_000;

/** How long to wait before the next attempt, in milliseconds: twice as long each time, and never the same for all. */
export function backoff(attempt: number, random: () => number): number {
  const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * random());
}

/**
 * The live feed of the gateway, read by `fetch` as an `EventSource` cannot send the token. Comes back by itself after whatever
 * ends it, be it silence.
 */
export class Feed extends Changes {
  private now: FeedState = { phase: "idle" };
  private wanted: Wanted = { events: [] };
  private running: AbortController | null = null;
  private skipWait: (() => void) | null = null;

  constructor(
    private readonly heard: Listener,
    private readonly opened: () => void,
    private readonly random: () => number = Math.random,
  ) {
    super();
  }

  state = (): FeedState => this.now;

  /** Asks for this from now on, by a new connection if it is something else than before. */
  want(wanted: Wanted): void {
    const same = JSON.stringify(wanted) === JSON.stringify(this.wanted);
    if (!same || this.running === null) {
      this.wanted = wanted;
      this.stop();
      this.running = new AbortController();
      void this.run(this.running.signal);
    }
  }

  stop(): void {
    this.running?.abort();
    this.running = null;
    this.become({ phase: "idle" });
  }

  /** Asks for the same again, if it was stopped. */
  resume(): void {
    if (this.wanted.events.length > 0) {
      this.want(this.wanted);
    }
  }

  /** Tries again now if it waits to. */
  retryNow = (): void => {
    this.skipWait?.();
  };

  private async run(ended: AbortSignal): Promise<void> {
    for (let attempt = 0; !ended.aborted; ) {
      this.become({ phase: "connecting", attempt });
      let why: string;
      try {
        const heard = await this.read(ended);
        why = "The connection ended.";
        attempt = heard ? 0 : attempt;
      } catch (cause) {
        if (ended.aborted) {
          return;
        }
        if (cause instanceof ApiError && cause.status === 401) {
          this.stop();
          return;
        }
        why = cause instanceof ApiError && cause.status !== 0 ? cause.detail : "The gateway does not answer.";
        attempt = cause instanceof Broken ? 0 : attempt;
      }
      if (ended.aborted) {
        return;
      }
      const wait = backoff(attempt, this.random);
      attempt++;
      this.become({ phase: "waiting", attempt, retryAt: Date.now() + wait, why });
      await this.pause(wait, ended);
    }
  }

  private pause(millis: number, ended: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, millis);
      const skip = (): void => done();
      function done(): void {
        clearTimeout(timer);
        ended.removeEventListener("abort", skip);
        resolve();
      }
      this.skipWait = skip;
      ended.addEventListener("abort", skip);
    });
  }

  /** Reads one connection to its end. */
  private async read(ended: AbortSignal): Promise<boolean> {
    const connection = new AbortController();
    const end = (): void => connection.abort();
    ended.addEventListener("abort", end);
    let watchdog = setTimeout(end, SILENCE);
    let live = false;
    try {
      const url = address("/dashboard/api/stream", {}, { events: this.wanted.events.join(","), ...this.wanted.conditions });
      const response = await send(url, { headers: { Accept: "text/event-stream" }, signal: connection.signal });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      live = true;
      this.become({ phase: "live" });
      this.opened();
      const parser = new EventParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          return live;
        }
        clearTimeout(watchdog);
        watchdog = setTimeout(end, SILENCE);
        for (const event of parser.push(value)) {
          this.heard(event.name as keyof FeedEvents, JSON.parse(event.data));
        }
      }
    } catch (cause) {
      throw live ? new Broken() : cause;
    } finally {
      clearTimeout(watchdog);
      ended.removeEventListener("abort", end);
      connection.abort();
    }
  }

  private become(state: FeedState): void {
    this.now = state;
    this.changed();
  }
}

/** A connection that was there has broken. */
class Broken extends Error {}
