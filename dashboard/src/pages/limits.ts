import type { Schemas } from "../api/client";
import { count } from "../format";

type Limit = Schemas["LimitState"];

/** Where a limit stands that follows its caller. */
export function boundsOf(limit: number, { min, max, start }: NonNullable<Limit["adaptive"]>): string {
  const way = limit === start ? "as it began" : `${limit > start ? "up" : "down"} from ${count(start)}`;
  return `adapts between ${count(min)} and ${count(max)}: now ${count(limit)}, ${way}`;
}

/** What a request left of a limit, in a line. */
export function limitText({ strategy, limit, remaining, adaptive }: Limit): string {
  if (limit === undefined || remaining === undefined) {
    return strategy;
  }
  return `${count(remaining)} of ${count(limit)} left (${strategy})${adaptive ? `, ${boundsOf(limit, adaptive)}` : ""}`;
}
