import { address, demand, send } from "./client";

/** What was used in a span of whole hours; `GET /usage` adds it up, and keeps it for longer than this process lives. */
export interface Usage {
  from: string;
  to: string;
  /** The first hour of which all is there, if that is later. */
  complete_from?: string;
  usage: Used[];
}

export interface Used {
  tenant?: string | null;
  application?: string | null;
  key?: string | null;
  service?: string | null;
  status?: string | null;
  calls: number;
  bytes_in: number;
  bytes_out: number;
  upstream_ms: number;
}

export type UsedBy = "tenant" | "application" | "key" | "service" | "status";

export type Period = "today" | "this month" | "last month";

/** When a period begins and ends, as days of UTC, by which usage is counted; without an end it goes on until now. */
export function days(period: Period, now: Date): { from: string; to?: string } {
  const month = (by: number): string => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + by, 1)).toISOString().slice(0, 10);
  switch (period) {
    case "today":
      return { from: now.toISOString().slice(0, 10) };
    case "this month":
      return { from: month(0) };
    case "last month":
      return { from: month(-1), to: month(0) };
  }
}

export async function getUsage(by: UsedBy, period: Period, tenant: string | null, signal: AbortSignal): Promise<Usage> {
  demand("/usage");
  const query = { by, ...days(period, new Date()), ...(tenant === null ? {} : { tenant }) };
  const response = await send(address("/usage", {}, query), { headers: { Accept: "application/json" }, signal });
  return (await response.json()) as Usage;
}
