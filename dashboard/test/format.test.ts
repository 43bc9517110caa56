import { expect, test } from "vitest";
import { ago, bytes, count, millis, plural, rate, share, span } from "../src/format";

test.each([
  [millis(0), "0 ms"],
  [millis(0.4249), "0.42 ms"],
  [millis(12.34), "12.3 ms"],
  [millis(999.96), "1000 ms"],
  [millis(1240), "1.24 s"],
  [millis(125_000), "2 min 5 s"],
  [span(0), "0 s"],
  [span(90_061), "1 d 1 h"],
  [span(3605), "1 h"],
  [count(1234), "1,234"],
  [count(1_234_567), "1.2M"],
  [rate(0.44), "0.4"],
  [rate(1234.5), "1,235"],
  [share(0), "0 %"],
  [share(0.0004), "0.04 %"],
  [share(0.1234), "12.3 %"],
  [bytes(0), "0 B"],
  [bytes(1536), "1.5 KiB"],
  [plural(1, "request"), "1 request"],
  [plural(2, "request"), "2 requests"],
  [ago("2025-01-01T00:00:00Z", Date.parse("2025-01-01T00:02:05Z")), "2 min 5 s ago"],
  [ago("2025-01-01T00:02:05Z", Date.parse("2025-01-01T00:00:00Z")), "in 2 min 5 s"],
])("%s is %s", (shown, wanted) => expect(shown).toBe(wanted));
