import { expect, test } from "vitest";
import { boundsOf, limitText } from "../src/pages/limits";

const BOUNDS = { min: 20, max: 2000, start: 100 };

test.each([
  [100, "now 100, as it began"],
  [1500, "now 1,500, up from 100"],
  [20, "now 20, down from 100"],
])("a limit of %i", (limit, now) => expect(boundsOf(limit, BOUNDS)).toBe(`adapts between 20 and 2,000: ${now}`));

test("a limit in a line", () => {
  expect(limitText({ strategy: "calls" })).toBe("calls");
  expect(limitText({ strategy: "calls", limit: 100, remaining: 7 })).toBe("7 of 100 left (calls)");
  expect(limitText({ strategy: "calls", limit: 20, remaining: 0, adaptive: BOUNDS })).toBe("0 of 20 left (calls), adapts between 20 and 2,000: now 20, down from 100");
});
