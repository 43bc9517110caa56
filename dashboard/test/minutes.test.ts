import { expect, test } from "vitest";
import type { Schemas } from "../src/api/client";
import { byMinute } from "../src/pages/minutes";

const START = Date.parse("2025-01-01T10:00:00.000Z");

function at(minute: number): string {
  return new Date(START + minute * 60_000).toISOString();
}

function tally(requests: number, errors: number): Schemas["Tally"] {
  const latency = { p50_ms: 1, p90_ms: 2, p99_ms: 3, max_ms: 4 };
  return { requests, client_errors: 0, server_errors: errors, refused: 0, limited: 0, bytes_in: 0, bytes_out: 0, latency };
}

test("has every minute, those without a request as nothing", () => {
  const history = {
    to: at(4),
    buckets: [
      { time: at(0), tally: tally(120, 30) },
      { time: at(2), tally: tally(60, 0) },
    ],
  };
  const minutes = byMinute(history);
  expect(minutes.map(({ time }) => (time - START) / 60_000)).toEqual([0, 1, 2]);
  expect(minutes.map(({ perSecond }) => perSecond)).toEqual([2, 0, 1]);
  expect(minutes.map(({ errors }) => errors)).toEqual([0.25, null, 0]);
  expect(minutes.map(({ latency }) => latency?.p99_ms)).toEqual([3, undefined, 3]);
});

test("has none where there was no request", () => {
  expect(byMinute({ to: at(4), buckets: [] })).toEqual([]);
});
