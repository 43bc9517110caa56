import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FeedState } from "../src/api/feed";
import { FakeGateway } from "./gateway";

const kept = vi.hoisted(() => {
  const values = new Map<string, string>();
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
  Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true });
  return values;
});

const { backoff, Feed } = await import("../src/api/feed");
const { ApiError, enter, get, talkTo } = await import("../src/api/client");
const { session } = await import("../src/api/session");

let gateway: FakeGateway;
let heard: [string, unknown][];
let opened: number;
let feed: InstanceType<typeof Feed>;

beforeEach(async () => {
  kept.clear();
  session.signOut();
  gateway = await FakeGateway.start();
  talkTo(gateway.address);
  heard = [];
  opened = 0;
  feed = new Feed(
    (name, data) => void heard.push([name, data]),
    () => opened++,
    () => 0,
  );
});

afterEach(async () => {
  feed.stop();
  await gateway.stop();
});

/** Waits until the feed is in a state like this. */
function become(phase: FeedState["phase"]): Promise<FeedState> {
  return until(() => (feed.state().phase === phase ? feed.state() : undefined));
}

function until<T>(look: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const check = (): void => {
      const found = look();
      if (found !== undefined) {
        stop();
        clearInterval(timer);
        resolve(found);
      }
    };
    const timer = setInterval(check, 5);
    const stop = feed.subscribe(check);
    check();
  });
}

test("hears events with the conditions that were asked for", async () => {
  feed.want({ events: ["request", "metrics"], conditions: { tenant: "acme" } });
  const stream = await gateway.stream();
  expect(gateway.seen[0]?.url).toBe("/dashboard/api/stream?events=request%2Cmetrics&tenant=acme");
  stream.write('event: lost\ndata: {"lost":3}\n\n');
  await until(() => heard[0]);
  expect(heard).toEqual([["lost", { lost: 3 }]]);
  expect(opened).toBe(1);
});

test("comes back when the connection breaks", async () => {
  feed.want({ events: ["metrics"] });
  const stream = await gateway.stream();
  await become("live");
  stream.destroy();
  expect(await become("waiting")).toMatchObject({ attempt: 1 });
  feed.retryNow();
  await gateway.stream();
  await become("live");
  expect(opened).toBe(2);
});

test("waits longer each time that the gateway does not answer", async () => {
  feed.want({ events: ["metrics"] });
  for (const attempt of [1, 2, 3]) {
    (await gateway.next()).writeHead(503, { "Content-Type": "application/problem+json" }).end('{"title":"Busy","detail":"16 readers are enough"}');
    const state = await until(() => {
      const now = feed.state();
      return now.phase === "waiting" && now.attempt === attempt ? now : undefined;
    });
    expect(state.why).toBe("16 readers are enough");
    feed.retryNow();
  }
});

test("sends the token, and ends the session if it is refused", async () => {
  session.signIn("secret");
  feed.want({ events: ["metrics"] });
  (await gateway.next()).writeHead(401, { "Content-Type": "application/problem+json" }).end('{"title":"Unauthorized","detail":"no"}');
  await become("idle");
  expect(gateway.seen[0]?.authorization).toBe("Bearer secret");
  expect(session.access()).toBe("refused");
  expect(session.token()).toBeNull();
});

test("a refusal of an older token says nothing of the new one", () => {
  session.signIn("new");
  session.refused("old");
  expect(session.token()).toBe("new");
  expect(session.access()).toBe("unknown");
});

test("asks for something else by a new connection", async () => {
  feed.want({ events: ["metrics"] });
  const first = await gateway.stream();
  const gone = new Promise((resolve) => first.on("close", resolve));
  feed.want({ events: ["metrics"] });
  feed.want({ events: ["request"] });
  await gone;
  await gateway.stream();
  expect(gateway.seen.map((one) => one.url)).toEqual(["/dashboard/api/stream?events=metrics", "/dashboard/api/stream?events=request"]);
});

test("says what is wrong with an answer", async () => {
  const asked = get("/dashboard/api/logs/{id}", { path: { id: "a/b" } });
  (await gateway.next()).writeHead(404, { "Content-Type": "application/problem+json" }).end('{"title":"Not Found","detail":"not kept"}');
  await expect(asked).rejects.toMatchObject({ status: 404, title: "Not Found", detail: "not kept" });
  expect(gateway.seen[0]?.url).toBe("/dashboard/api/logs/a%2Fb");
  await gateway.stop();
  await expect(get("/dashboard/api/health")).rejects.toBeInstanceOf(ApiError);
});

test("asks nothing of what the gateway does not answer", async () => {
  const entered = enter();
  (await gateway.next()).end('["/dashboard/api/health"]');
  await entered;
  expect(session.access()).toBe("open");
  await expect(get("/analytics/anomalies")).rejects.toMatchObject({ status: 404 });
  expect(gateway.seen.map((one) => one.url)).toEqual(["/dashboard/answered.json"]);
});

test("backs off up to fifteen seconds, and never all at once", () => {
  expect([0, 1, 2, 5, 50].map((attempt) => backoff(attempt, () => 1))).toEqual([500, 1000, 2000, 15_000, 15_000]);
  expect(backoff(3, () => 0)).toBe(2000);
});
