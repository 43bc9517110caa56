import { memo, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { go, href } from "../app/router";
import { bytes, clock, millis } from "../format";
import { loadOlder } from "../live/live";
import { useNarrow } from "../live/media";
import type { Row } from "../live/requests";
import { Badge } from "./basics";
import { rowsInView, scrollTo, type Seen } from "./rowsInView";
import { Status } from "./tones";

const ROW = 36;
const NARROW_ROW = 60;
const HEAD = 35;
const FROM_END = 40;
const COLUMNS = ["Time", "Status", "Method", "Path", "Service", "Caller", "Host", "Duration", "Size"];

interface RequestTableProps {
  rows: readonly Row[];
  /** Told whether the table is scrolled away from its top. */
  onAway: (away: boolean) => void;
  /** Gets what scrolls it to its top. */
  toTop: RefObject<() => void>;
}

/** A table of any length, of which only the rows that are to be seen are there. Arrow keys choose a row, Enter opens it. */
export function RequestTable({ rows, onAway, toTop }: RequestTableProps) {
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const height = narrow ? NARROW_ROW : ROW;
  const head = narrow ? 0 : HEAD;
  const [seen, setSeen] = useState<Seen>({ first: 0, end: 0 });

  const look = useRef<() => void>(() => undefined);
  look.current = () => {
    const box = scroller.current;
    if (box !== null) {
      const now = rowsInView(box.scrollTop, box.clientHeight, height, rows.length);
      setSeen((before) => (before.first === now.first && before.end === now.end ? before : now));
      onAway(box.scrollTop > height);
    }
  };
  useLayoutEffect(() => look.current(), [rows.length, height]);
  useEffect(() => {
    const observer = new ResizeObserver(() => look.current());
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);

  toTop.current = () => scroller.current?.scrollTo({ top: 0 });
  const last = Math.min(seen.end, rows.length);
  useEffect(() => {
    if (last >= rows.length - FROM_END) {
      void loadOlder();
    }
  }, [last, rows.length]);

  const index = chosen === null ? -1 : rows.findIndex((row) => row.id === chosen);
  const choose = (to: number): void => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, to))];
    if (row !== undefined) {
      setChosen(row.id);
      const box = scroller.current!;
      box.scrollTop = scrollTo(rows.indexOf(row), box.scrollTop, box.clientHeight, height, head);
    }
  };
  const pressed = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1);
    const to: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + page, PageUp: index - page, Home: 0, End: rows.length - 1 };
    const wanted = to[event.key];
    if (wanted !== undefined) {
      event.preventDefault();
      choose(wanted);
    } else if (event.key === "Enter" && chosen !== null && event.target === event.currentTarget) {
      go(href("requests", chosen));
    }
  };

  return (
    <div
      className="request-table"
      role="grid"
      aria-label="Requests"
      aria-rowcount={rows.length + 1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={index >= seen.first && index < last ? `row-${chosen}` : undefined}
      tabIndex={0}
      ref={scroller}
      onKeyDown={pressed}
      onScroll={() => look.current()}
    >
      <div role="rowgroup" className="request-head">
        <div role="row" aria-rowindex={1} className="request-row">
          {COLUMNS.map((column) => (
            <span key={column} role="columnheader" className={`c-${column.toLowerCase()}`}>
              {column}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="request-rows" style={{ height: rows.length * height }}>
        {rows.slice(seen.first, last).map((row, i) => (
          <div
            key={row.id}
            role="row"
            id={`row-${row.id}`}
            aria-rowindex={seen.first + i + 2}
            aria-selected={row.id === chosen}
            className="request-row"
            style={{ height, transform: `translateY(${(seen.first + i) * height}px)` }}
            onClick={() => go(href("requests", row.id))}
          >
            <Cells row={row} />
          </div>
        ))}
      </div>
    </div>
  );
}

const Cells = memo(function Cells({ row }: { row: Row }) {
  return (
    <>
      <span role="gridcell" className="c-time">
        {clock(row.time)}
      </span>
      <span role="gridcell" className="c-status">
        <Status status={row.status} />
      </span>
      <span role="gridcell" className="c-method">
        {row.method}
      </span>
      <span role="gridcell" className="c-path" title={row.path}>
        <a href={href("requests", row.id)} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          {row.path || "(none)"}
        </a>
        {row.code !== undefined && <span className="code-name">{row.code}</span>}
        {row.would_refuse && row.would_refuse.length > 0 && (
          <span title={`would refuse: ${row.would_refuse.join(", ")}`}>
            <Badge tone="info">would refuse</Badge>
          </span>
        )}
      </span>
      <span role="gridcell" className="c-service">
        {row.service ?? "–"}
        {row.version !== undefined && <span className="quiet"> {row.version}</span>}
      </span>
      <span role="gridcell" className="c-caller" title={row.key ?? row.client}>
        {row.key ?? row.client}
      </span>
      <span role="gridcell" className="c-host" title={row.upstream}>
        {row.upstream?.replace(/^https?:\/\//, "") ?? "–"}
        {row.attempts > 1 && <span className="text-warn"> {row.attempts} tries</span>}
      </span>
      <span role="gridcell" className="c-duration">
        {millis(row.duration_ms)}
      </span>
      <span role="gridcell" className="c-size">
        {bytes(row.bytes_out)}
      </span>
    </>
  );
});
