import { expect, test } from "vitest";
import { happening, Happenings } from "../src/live/happenings";
import { MetricsWindow, type Second } from "../src/live/metrics";

function second(number: number): Second {
  const nothing = { requests: number, client_errors: 0, server_errors: 0, refused: 0, limited: 0, bytes_in: 0, bytes_out: 0 };
  return { time: new Date(number * 1000).toISOString(), tally: nothing, saturation: { in_flight: 0, heap_used: 1, heap_limit: 2 } };
}

test("keeps five minutes in order, each second once", () => {
  const window = new MetricsWindow();
  window.add(second(400));
  window.merge(Array.from({ length: 350 }, (_, i) => second(i + 60)));
  window.add(second(410));
  const times = window.seconds().map((one) => one.tally.requests);
  expect(times).toHaveLength(300);
  expect(times[0]).toBe(111);
  expect(times.slice(-2)).toEqual([409, 410]);
  expect(new Set(times).size).toBe(300);
});

test("says what happened in a line", () => {
  const time = "2025-01-01T00:00:00.000Z";
  expect(happening("breaker", { time, service: "orders", version: "1", state: "open", reason: "5 failures in a row" })).toEqual({
    time,
    tone: "bad",
    what: "Circuit breaker open",
    subject: "orders 1",
    why: "5 failures in a row",
  });
  expect(happening("registry", { time, revision: 3, hash: "h", problems: 2 })).toMatchObject({ tone: "bad", why: "2 problems" });
  expect(happening("limit", { time, refused: 5, code: "rate-limited", key: "a/b/c" })).toMatchObject({ what: "Limit refused 5 requests", subject: "a/b/c" });
  const anomaly = { route: "/orders", service: "orders", kind: "latency", since: time, observed: 120, expected: 8, deviation: 9, unit: "ms" } as const;
  expect(happening("anomaly", anomaly)).toEqual({ time, tone: "warn", what: "Unusual latency", subject: "/orders", why: "120 ms, usually 8 ms" });
  const until = "2025-01-01T00:10:00.000Z";
  expect(happening("anomaly", { ...anomaly, until })).toEqual({ time: until, tone: "good", what: "Unusual latency is over", subject: "/orders", why: undefined });
  expect(happening("lost", { lost: 1 })).toBeNull();
});

test("keeps the latest hundred lines", () => {
  const lines = new Happenings();
  for (let i = 0; i < 150; i++) {
    lines.add({ time: "", tone: "info", what: `${i}`, subject: "", why: undefined });
  }
  expect(lines.current()).toHaveLength(100);
  expect(lines.current()[0]?.what).toBe("149");
});
