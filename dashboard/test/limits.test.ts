import { expect, test } from "vitest";
import { limitText } from "../src/pages/limits";

test("a limit in a line", () => {
  expect(limitText({ strategy: "calls" })).toBe("calls");
  expect(limitText({ strategy: "calls", limit: 100, remaining: 7 })).toBe("7 of 100 left (calls)");
});
