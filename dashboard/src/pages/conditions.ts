import type { LogConditions } from "../live/live";

const NAMES = ["text", "status", "service", "tenant", "code", "key", "route"] as const;
const TIMES = ["from", "to"] as const;

/** The conditions that an address names, without those that cannot be met. */
export function conditionsOf(query: URLSearchParams): LogConditions {
  const conditions: LogConditions = {};
  for (const name of NAMES) {
    const value = query.get(name);
    if (value !== null && value !== "") {
      conditions[name] = value;
    }
  }
  for (const name of TIMES) {
    const time = Date.parse(query.get(name) ?? "");
    if (!Number.isNaN(time)) {
      conditions[name] = new Date(time).toISOString();
    }
  }
  const slower = query.get("slower") ?? "";
  if (/^[1-9][0-9]{0,8}$/.test(slower)) {
    conditions.slower = Number(slower);
  }
  return conditions;
}

/** A time as a field of day and time holds it: here, and without a zone. */
export function fieldOf(time: string | undefined): string {
  if (time === undefined) {
    return "";
  }
  const at = new Date(time);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** What such a field holds, as a time of everywhere; nothing if it is empty. */
export function timeOf(field: string): string {
  const time = new Date(field);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}
