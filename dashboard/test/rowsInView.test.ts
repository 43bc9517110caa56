import { expect, test } from "vitest";
import { rowsInView, scrollTo } from "../src/parts/rowsInView";

test("every row in view is there, and few others", () => {
  for (let scrolled = 0; scrolled <= 360_000 - 700; scrolled += 1237) {
    const { first, end } = rowsInView(scrolled, 700, 36, 10_000);
    expect(first * 36).toBeLessThanOrEqual(scrolled);
    expect(end * 36).toBeGreaterThanOrEqual(scrolled + 700);
    expect(end - first).toBeLessThan(60);
  }
});

test("there are no rows beyond the last", () => {
  expect(rowsInView(5000, 700, 36, 3)).toEqual({ first: 3, end: 3 });
  expect(rowsInView(0, 700, 36, 0)).toEqual({ first: 0, end: 0 });
  expect(rowsInView(-50, 700, 36, 2)).toEqual({ first: 0, end: 2 });
});

test.each([
  [0, 100, 0],
  [2, 0, 0],
  [10, 0, 10 * 36 + 36 + 35 - 200],
  [3, 100, 100],
])("row %i from %i is to be seen at %i", (index, scrolled, wanted) => {
  expect(scrollTo(index, scrolled, 200, 36, 35)).toBe(wanted);
});
