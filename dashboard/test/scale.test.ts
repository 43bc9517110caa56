import { expect, test } from "vitest";
import { area, line, minutes, ticks } from "../src/charts/scale";

test.each([
  [0, [0, 1]],
  [NaN, [0, 1]],
  [1, [0, 0.5, 1]],
  [7, [0, 2.5, 5, 7.5]],
  [90, [0, 50, 100]],
  [0.3, [0, 0.1, 0.2, 0.3]],
])("ticks up to %d", (most, wanted) => expect(ticks(most)).toEqual(wanted));

test("ticks always reach the highest value", () => {
  for (let most = 0.001; most < 1e6; most *= 1.37) {
    const scale = ticks(most);
    expect(scale[scale.length - 1]).toBeGreaterThanOrEqual(most * 0.999);
    expect(scale.length).toBeLessThanOrEqual(5);
  }
});

test("minutes are whole and lie within", () => {
  expect(minutes(30_000, 330_000)).toEqual([60_000, 120_000, 180_000, 240_000, 300_000]);
  expect(minutes(0, 3_600_000, 6)).toHaveLength(7);
  expect(minutes(0, 86_400_000).map((time) => time / 3_600_000)).toEqual([0, 6, 12, 18, 24]);
});

test("a line is broken where a value is missing or a gap is too wide", () => {
  const points = [
    { x: 0, y: 1 },
    { x: 1, y: 2 },
    { x: 2, y: null },
    { x: 3, y: 4 },
    { x: 9, y: 5 },
  ];
  expect(line(points, 3)).toBe("M0 1L1 2M3 4M9 5");
});

test("an area goes there and back", () => {
  expect(area([{ x: 0, y: 1 }, { x: 1, y: 1 }], [{ x: 0, y: 5 }, { x: 1, y: 5 }])).toBe("M0 1L1 1L1 5L0 5Z");
  expect(area([], [])).toBe("");
});
