import { beforeEach, expect, test, vi } from "vitest";
import { MOST, RequestRows, type Row } from "../src/live/requests";

beforeEach(() => {
  vi.useFakeTimers();
});

const START = Date.parse("2025-01-01T00:00:00.000Z");

function row(number: number): Row {
  return {
    id: `r${number}`,
    time: new Date(START + number).toISOString(),
    client: "127.0.0.1",
    method: "GET",
    path: "/",
    protocol: "HTTP/1.1",
    status: 200,
    duration_ms: 1,
    bytes_in: 0,
    bytes_out: 0,
    attempts: 1,
  };
}

function ids(rows: RequestRows): string[] {
  return rows.current().rows.map((one) => one.id);
}

test("shows what comes in one go, the latest first", () => {
  const rows = new RequestRows();
  let changes = 0;
  rows.subscribe(() => changes++);
  rows.add(row(1));
  rows.add(row(2));
  expect(ids(rows)).toEqual([]);
  vi.runAllTimers();
  expect(ids(rows)).toEqual(["r2", "r1"]);
  expect(changes).toBe(1);
});

test("holds what comes, and shows it afterwards", () => {
  const rows = new RequestRows();
  rows.add(row(1));
  rows.hold(true);
  rows.add(row(2));
  rows.add(row(3));
  vi.runAllTimers();
  expect(rows.current().waiting).toBe(3);
  expect(ids(rows)).toEqual([]);
  rows.hold(false);
  expect(ids(rows)).toEqual(["r3", "r2", "r1"]);
  expect(rows.current().waiting).toBe(0);
});

test("takes in a page of the log without doubling what the feed brought", () => {
  const rows = new RequestRows();
  rows.add(row(3));
  vi.runAllTimers();
  rows.add(row(4));
  rows.merge([row(3), row(2), row(1)]);
  expect(ids(rows)).toEqual(["r4", "r3", "r2", "r1"]);
});

test("takes in older rows of the log while it holds newer ones", () => {
  const rows = new RequestRows();
  rows.merge([row(5)]);
  rows.hold(true);
  rows.add(row(6));
  rows.merge([row(6), row(4)]);
  expect(ids(rows)).toEqual(["r5", "r4"]);
  rows.hold(false);
  expect(ids(rows)).toEqual(["r6", "r5", "r4"]);
});

test("keeps ten thousand", () => {
  const rows = new RequestRows();
  for (let i = 0; i < MOST + 5; i++) {
    rows.add(row(i));
  }
  vi.runAllTimers();
  expect(rows.current().rows).toHaveLength(MOST);
  expect(ids(rows)[0]).toBe(`r${MOST + 4}`);
});

test("counts what the gateway did not send", () => {
  const rows = new RequestRows();
  rows.missed(3);
  rows.missed(4);
  expect(rows.current().lost).toBe(7);
  rows.clear();
  expect(rows.current().lost).toBe(0);
});
