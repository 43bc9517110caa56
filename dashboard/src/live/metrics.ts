import type { Schemas } from "../api/client";
import { Changes } from "./changes";

export type Second = Schemas["Second"];

const KEPT = 300;

/** The last five minutes by second: what the gateway kept before the page came, and what comes since. */
export class MetricsWindow extends Changes {
  private now: readonly Second[] = [];

  seconds = (): readonly Second[] => this.now;

  add(second: Second): void {
    this.merge([second]);
  }

  merge(seconds: readonly Second[]): void {
    const last = this.now[this.now.length - 1];
    const inOrder = last === undefined || seconds.every((second) => second.time > last.time);
    const all = inOrder ? [...this.now, ...seconds] : byTime([...this.now, ...seconds]);
    this.now = all.slice(-KEPT);
    this.changed();
  }
}

function byTime(seconds: Second[]): Second[] {
  const times = new Map(seconds.map((second) => [second.time, second]));
  return [...times.values()].sort((a, b) => (a.time < b.time ? -1 : 1));
}
