import type { Schemas } from "../api/client";

/** What a route did in a minute; what there was too little for is null. */
export interface Minute {
  time: number;
  perSecond: number;
  errors: number | null;
  latency: Schemas["Latency"] | null;
}

const MINUTE_MILLIS = 60_000;

/** Every minute from the first with a request to the end: those without one are left out by the API. The last one is still going on. */
export function byMinute({ buckets, to }: Pick<Schemas["RouteHistory"], "buckets" | "to">): Minute[] {
  const known = new Map(buckets.map(({ time, tally }) => [Date.parse(time), tally]));
  const minutes: Minute[] = [];
  for (let time = Date.parse(buckets[0]?.time ?? to); time < Date.parse(to) - MINUTE_MILLIS; time += MINUTE_MILLIS) {
    const tally = known.get(time);
    const requests = tally?.requests ?? 0;
    minutes.push({
      time,
      perSecond: requests / 60,
      errors: tally === undefined || requests === 0 ? null : tally.server_errors / requests,
      latency: tally?.latency ?? null,
    });
  }
  return minutes;
}
