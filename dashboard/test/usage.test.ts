import { expect, test } from "vitest";
import { days } from "../src/pages/periods";

const NOW = new Date("2025-01-31T23:30:00Z");

test.each([
  ["today", { from: "2025-01-31" }],
  ["this month", { from: "2025-01-01" }],
  ["last month", { from: "2024-12-01", to: "2025-01-01" }],
] as const)("%s", (period, wanted) => expect(days(period, NOW)).toEqual(wanted));
