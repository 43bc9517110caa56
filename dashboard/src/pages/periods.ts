export const PERIODS = ["today", "this month", "last month"] as const;
export type Period = (typeof PERIODS)[number];

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
