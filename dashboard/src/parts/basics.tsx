import { AlertTriangle, ArrowLeft, Check, Copy, Inbox, RotateCw } from "lucide-react";
import { useEffect, useId, useState, type ReactNode } from "react";
import type { ApiError } from "../api/client";
import { href, type PageName } from "../app/router";
import type { Tone } from "../live/happenings";
import type { Resource } from "../live/resource";
import { copy } from "./copy";

/** A word with the colour of what it means; the word says it without the colour, too. */
export function Badge({ tone, children, dot = false }: { tone: Tone; children: ReactNode; dot?: boolean }) {
  return (
    <span className={`badge tone-${tone}`}>
      {dot && <span className="dot" aria-hidden="true" />}
      {children}
    </span>
  );
}

interface PanelProps {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Panel({ title, note, actions, flush = false, className = "", children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className="note">{note}</span>}
        {actions !== undefined && <div className="panel-actions">{actions}</div>}
      </header>
      <div className={flush ? "panel-body flush" : "panel-body"}>{children}</div>
    </section>
  );
}

/** The heading of a page. */
export function PageHead({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="page-head">
      <h1 id="page-title">{title}</h1>
      {children !== undefined && <div className="page-actions">{children}</div>}
    </div>
  );
}

/** The way from a page to the one before it. */
export function Back({ page, children }: { page: PageName; children: string }) {
  return (
    <a className="back" href={href(page)}>
      <ArrowLeft aria-hidden="true" /> {children}
    </a>
  );
}

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly T[];
  text?: (option: T) => string;
  choose: (value: T) => void;
}

/** A small list to choose from, beside a heading. */
export function Select<T extends string>({ label, value, options, text = (option) => option, choose }: SelectProps<T>) {
  return (
    <select className="compact" aria-label={label} value={value} onChange={(event) => choose(event.target.value as T)}>
      {options.map((option) => (
        <option key={option} value={option}>
          {text(option)}
        </option>
      ))}
    </select>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <Inbox aria-hidden="true" />
      <p className="state-title">{title}</p>
      {children !== undefined && <p className="state-text">{children}</p>}
    </div>
  );
}

export function Failure({ error, retry }: { error: ApiError; retry?: () => void }) {
  return (
    <div className="state tone-bad" role="alert">
      <AlertTriangle aria-hidden="true" />
      <p className="state-title">{error.title}</p>
      <p className="state-text">{error.detail}</p>
      {retry && (
        <button type="button" className="button" onClick={retry}>
          <RotateCw aria-hidden="true" /> Try again
        </button>
      )}
    </div>
  );
}

export function Loading({ lines = 4 }: { lines?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="unseen">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="bar" aria-hidden="true" />
      ))}
    </div>
  );
}

/** What was read, or in its place why there is nothing to show yet. */
export function Loaded<T>({ from, lines, children }: { from: Resource<T>; lines?: number; children: (data: T) => ReactNode }) {
  if (from.data !== undefined) {
    // That nobody answers, the sign of the feed says once for all.
    const stale = from.error !== undefined && from.error.status !== 0;
    return (
      <>
        {stale && (
          <p className="inset text-warn" role="status">
            As it was before: {from.error?.detail || from.error?.title}
          </p>
        )}
        {children(from.data)}
      </>
    );
  }
  return from.error !== undefined ? <Failure error={from.error} retry={from.reload} /> : <Loading lines={lines ?? 4} />;
}

/** A button that copies a text, and says so for a moment. */
export function CopyButton({ text, label, children }: { text: string; label: string; children?: ReactNode }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), 1500);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [copied]);
  return (
    <button
      type="button"
      className={children === undefined ? "icon-button small" : "button"}
      aria-label={copied ? "Copied" : `Copy ${label}`}
      onClick={() => void copy(text).then(setCopied)}
    >
      {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      {children}
    </button>
  );
}

/** A text to copy, in the type of code. */
export function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <span className="copyable">
      <code>{text}</code>
      <CopyButton text={text} label={label} />
    </span>
  );
}

/** Names and values; those without a value are left out. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  const known = facts.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return (
    <dl className="facts">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface Column<T> {
  name: string;
  number?: boolean;
  wide?: boolean;
  /** Left out where the window is narrow. */
  extra?: boolean;
  cell: (row: T) => ReactNode;
}

function classes<T>({ number, wide, extra }: Column<T>): string | undefined {
  return [number && "number", wide && "wide", extra && "extra"].filter(Boolean).join(" ") || undefined;
}

/** A table that scrolls sideways where it is wider than its panel. */
export function Table<T>({ label, columns, rows, id }: { label: string; columns: Column<T>[]; rows: readonly T[]; id: (row: T) => string }) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={classes(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id(row)}>
              {columns.map((column) => (
                <td key={column.name} className={classes(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How much of something is used, as a bar and in words. */
export function Meter({ used, of, label, text, tone: always }: { used: number; of: number; label: string; text: string; tone?: Tone }) {
  const full = of > 0 ? Math.min(1, Math.max(0, used / of)) : 1;
  const tone = always ?? (full >= 0.9 ? "bad" : full >= 0.75 ? "warn" : "good");
  return (
    <div className="meter">
      <div className="meter-track" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(full * 100)} aria-valuetext={text}>
        <div className={`meter-fill tone-${tone}`} style={{ width: `${full * 100}%` }} />
      </div>
      <span className="meter-text">{text}</span>
    </div>
  );
}
