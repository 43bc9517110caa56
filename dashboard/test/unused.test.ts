import { expect, test } from "vitest";
import { daysOf, kindsOf } from "../src/pages/Unused";

test.each([
  ["", "30"],
  ["days=90", "90"],
  ["days=91", "30"],
  ["days=-1", "30"],
])("%s is for %s days", (query, days) => expect(daysOf(new URLSearchParams(query))).toBe(days));

test("counts kinds", () => {
  const one = { name: "", place: "", present_since: "" };
  expect(kindsOf([{ ...one, kind: "route" }, { ...one, kind: "key" }, { ...one, kind: "key" }])).toBe("2 keys, 1 route");
  expect(kindsOf([])).toBe("");
});
