import { expect, test } from "vitest";
import { describe as described } from "../src/pages/Explain";
import { spansOf } from "../src/pages/Request";
import { conditionsOf } from "../src/pages/Requests";

test("stages too short to be seen stand together", () => {
  const spans = spansOf({
    request: { duration_ms: 100 } as Parameters<typeof spansOf>[0]["request"],
    stages: [
      { stage: "A", start_ms: 0, duration_ms: 0.01 },
      { stage: "B", start_ms: 0.01, duration_ms: 0.02 },
      { stage: "VerifyToken", start_ms: 1, duration_ms: 20 },
      { stage: "C", start_ms: 21, duration_ms: 0.01 },
      { stage: "Forward", start_ms: 22, duration_ms: 70 },
    ],
    tries: [{ upstream: "http://h:1", start_ms: 22, duration_ms: 60, outcome: "responded" }],
  });
  expect(spans.map((span) => span.name)).toEqual(["2 short stages", "VerifyToken", "C", "Forward", "Try 1: h:1"]);
  expect(spans[0]).toMatchObject({ start: 0 });
  expect(spans[0]?.duration).toBeCloseTo(0.03);
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
  expect(conditionsOf(new URLSearchParams("text=a&status=5xx&evil=1&code="))).toEqual({ text: "a", status: "5xx" });
});
