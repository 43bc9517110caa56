import { expect, test } from "vitest";
import { href, parse } from "../src/app/router";

test.each([
  ["", "overview", null],
  ["#/", "overview", null],
  ["#/requests", "requests", null],
  ["#/requests/a%2Fb", "requests", "a/b"],
  ["#/requests/%E0%A4%A", "requests", "%E0%A4%A"],
  ["#/anomalies?route=a", "anomalies", null],
  ["#/nowhere/x", "overview", null],
])("%s is %s %s", (hash, page, id) => {
  expect(parse(hash)).toMatchObject({ page, id });
});

test("an address leads back to what it was made of", () => {
  const place = parse(href("requests", "id with / and ?", { text: "a&b=c", tenant: undefined, code: "" }));
  expect(place.id).toBe("id with / and ?");
  expect([...place.query]).toEqual([["text", "a&b=c"]]);
});
