import type { Schemas } from "../api/client";
import { count } from "../format";

type Limit = Schemas["LimitState"];

/** What a request left of a limit, in a line. */
export function limitText({ strategy, limit, remaining }: Limit): string {
  if (limit === undefined || remaining === undefined) {
    return strategy;
  }
  return `${count(remaining)} of ${count(limit)} left (${strategy})`;
}
