import { expect, test } from "vitest";
import { describe as described } from "../src/pages/Explain";
import { spansOf } from "../src/pages/timings";
import { conditionsOf, fieldOf, timeOf } from "../src/pages/conditions";

type Timed = Parameters<typeof spansOf>[0];

const TIMED: Timed = {
  request: { duration_ms: 100 } as Timed["request"],
  stages: [
    { stage: "Route", start_ms: 0, duration_ms: 0.05 },
    { stage: "Admit", start_ms: 0.05, duration_ms: 21.95 },
    { stage: "VerifyToken", start_ms: 1, duration_ms: 20 },
    { stage: "Forward", start_ms: 22, duration_ms: 70 },
  ],
  timed_by_stage: true,
  single_stages: [
    { stage: "A", group: "Route", start_ms: 0, duration_ms: 0.01, waited: false },
    { stage: "B", group: "Route", start_ms: 0.01, duration_ms: 0.04, waited: false },
    { stage: "C", group: "Admit", start_ms: 0.05, duration_ms: 0.95, waited: false },
    { stage: "VerifyToken", group: "Admit", start_ms: 1, duration_ms: 20, waited: true },
    { stage: "D", group: "Admit", start_ms: 21, duration_ms: 0.01, waited: false },
    { stage: "OfAPlugin", start_ms: 21.5, duration_ms: 0.5, waited: false },
  ],
  tries: [{ upstream: "http://h:1", start_ms: 22, duration_ms: 60, outcome: "responded" }],
};

test("stages stand below their group, those too short to be seen together", () => {
  const spans = spansOf(TIMED, false);
  expect(spans.map(({ name, part }) => (part ? `- ${name}` : name))).toEqual(["Route", "- 2 short stages", "Admit", "- C", "- VerifyToken", "- D", "- OfAPlugin", "Forward", "Try 1: h:1"]);
  expect(spans[1]?.duration).toBeCloseTo(0.05);
  expect(spans[4]?.note).toBe("waited");
});

test("every stage stands by itself if that is wanted", () => {
  expect(spansOf(TIMED, true).filter(({ part }) => part).map(({ name }) => name)).toEqual(["A", "B", "C", "VerifyToken", "D", "OfAPlugin"]);
});

test("what had to wait stands behind the groups where single stages were not timed", () => {
  const waits = TIMED.single_stages.filter(({ waited }) => waited);
  expect(spansOf({ ...TIMED, timed_by_stage: false, single_stages: waits }, false).map(({ name }) => name)).toEqual(["Route", "Admit", "VerifyToken", "Forward", "Try 1: h:1"]);
});

test("describes a request without its empty fields", () => {
  const empty = { method: "get", path: "/orders", as: "", user: " ", groups: "", ip: "", certificate: "", headers: [{ name: "", value: "x" }] };
  expect(described(empty)).toEqual({ method: "GET", path: "/orders" });
  expect(
    described({
      ...empty,
      as: "acme/shop/web",
      groups: "a, b,,",
      headers: [
        { name: "Accept", value: "x" },
        { name: "Accept", value: "y" },
        { name: "Host", value: "h" },
      ],
    }),
  ).toEqual({ method: "GET", path: "/orders", as: "acme/shop/web", groups: ["a", "b"], headers: { Accept: ["x", "y"], Host: "h" } });
});

test("reads conditions from an address and nothing else", () => {
  expect(conditionsOf(new URLSearchParams("text=a&status=5xx&evil=1&code=&slower=0x5&to=yesterday"))).toEqual({ text: "a", status: "5xx" });
  expect(conditionsOf(new URLSearchParams("from=2025-01-01T01:00:00%2B01:00&slower=250"))).toEqual({ from: "2025-01-01T00:00:00.000Z", slower: 250 });
});

test("a field of day and time gives back the time it was filled with", () => {
  expect(timeOf(fieldOf("2025-07-01T12:34:56.000Z"))).toBe("2025-07-01T12:34:56.000Z");
  expect(fieldOf(undefined)).toBe("");
  expect(timeOf("")).toBe("");
});
