import type { Schemas } from "../api/client";
import { Changes } from "./changes";

export type Row = Schemas["LogSummary"];

/** The most rows that are kept. */
export const MOST = 10_000;
/** New rows are shown so often at most, in milliseconds: nobody reads five hundred a second one by one. */
const SHOWN_EVERY = 100;

export interface Rows {
  /** The latest first. */
  rows: readonly Row[];
  /** How many have come that are not shown yet, as the table is held. */
  waiting: number;
  /** Whether the log has been asked, so that no row means that there is none. */
  asked: boolean;
  /** How many the gateway did not send, as there were too many. */
  lost: number;
}

/** The rows of the table of requests: the log before, and what comes by the feed. */
export class RequestRows extends Changes {
  private now: Rows = { rows: [], waiting: 0, asked: false, lost: 0 };
  private arrived: Row[] = [];
  private held = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  current = (): Rows => this.now;

  clear(): void {
    this.arrived = [];
    this.set({ rows: [], waiting: 0, asked: false, lost: 0 });
  }

  add(row: Row): void {
    this.arrived.push(row);
    if (this.arrived.length > MOST) {
      this.arrived = this.arrived.slice(-MOST);
    }
    this.timer ??= setTimeout(() => this.show(), SHOWN_EVERY);
  }

  missed(many: number): void {
    this.set({ ...this.now, lost: this.now.lost + many });
  }

  /** Holds the table as it is; what comes waits. */
  hold(held: boolean): void {
    this.held = held;
    this.show();
  }

  /** Takes in what the log has: before the first rows, or beside those that came by the feed. What waits goes on waiting. */
  merge(page: readonly Row[]): void {
    const fresh = this.held ? [] : this.arrived;
    this.arrived = this.held ? this.arrived : [];
    const waiting = new Set(this.arrived.map((row) => row.id));
    const rows = new Map<string, Row>();
    for (const row of [...fresh, ...this.now.rows, ...page]) {
      if (!waiting.has(row.id)) {
        rows.set(row.id, row);
      }
    }
    const sorted = [...rows.values()].sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
    this.set({ ...this.now, rows: sorted.slice(0, MOST), waiting: this.arrived.length, asked: true });
  }

  private show(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    if (this.held) {
      if (this.arrived.length !== this.now.waiting) {
        this.set({ ...this.now, waiting: this.arrived.length });
      }
      return;
    }
    if (this.arrived.length > 0 || this.now.waiting > 0) {
      const rows = [...this.arrived.reverse(), ...this.now.rows].slice(0, MOST);
      this.arrived = [];
      this.set({ ...this.now, rows, waiting: 0 });
    }
  }

  private set(rows: Rows): void {
    this.now = rows;
    this.changed();
  }
}
