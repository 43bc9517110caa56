import { expect, test } from "vitest";
import { EventParser } from "../src/api/sse";

const STREAM = ": hello\n\nevent: request\nid: 7\ndata: {\"a\":1}\n\ndata: one\r\ndata:two\r\n\r\nretry: 2000\n\nevent: lost\rdata: x\r\r";
const EVENTS = [
  { name: "request", data: '{"a":1}' },
  { name: "message", data: "one\ntwo" },
  { name: "lost", data: "x" },
];

test("reads events, comments and line ends of every kind", () => {
  expect(new EventParser().push(STREAM)).toEqual(EVENTS);
});

test.each([1, 2, 3, 5, 7, 11])("reads the same from pieces of %i characters", (size) => {
  const parser = new EventParser();
  const events = [];
  for (let at = 0; at < STREAM.length; at += size) {
    events.push(...parser.push(STREAM.slice(at, at + size)));
  }
  expect(events).toEqual(EVENTS);
});

test("keeps an event that is not whole", () => {
  const parser = new EventParser();
  expect(parser.push("data: a\n")).toEqual([]);
  expect(parser.push("\n")).toEqual([{ name: "message", data: "a" }]);
});

test("refuses a line without end", () => {
  const parser = new EventParser();
  expect(() => parser.push("data: " + "x".repeat(1 << 20))).toThrow("does not end");
});
