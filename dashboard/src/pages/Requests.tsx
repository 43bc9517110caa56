import { Pause, Play, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { go, href } from "../app/router";
import { count, moment, plural } from "../format";
import { requests, useFeedState, useRows, watch, type LogConditions } from "../live/live";
import { MOST } from "../live/requests";
import { useResource } from "../live/resource";
import { Empty, Loading, PageHead } from "../parts/basics";
import { RequestTable } from "../parts/RequestTable";
import { conditionsOf, fieldOf, timeOf } from "./conditions";

const TYPED_MILLIS = 250;

/** The requests as they end, and those that are kept from before. */
export function RequestsPage({ query }: { query: URLSearchParams }) {
  const conditions = conditionsOf(query);
  const { rows, waiting, asked: known, lost } = useRows();
  const state = useFeedState();
  const [paused, setPaused] = useState(false);
  const [away, setAway] = useState(false);
  const top = useRef<() => void>(() => undefined);
  const asked = JSON.stringify(conditions);

  useEffect(() => watch(JSON.parse(asked) as LogConditions), [asked]);
  useEffect(() => requests.hold(paused || away), [paused, away]);
  useEffect(() => () => requests.hold(false), []);
  useShortcuts({
    p: () => setPaused((now) => !now),
    "/": () => document.getElementById("filter-text")?.focus(),
  });

  const filtered = Object.keys(conditions).length > 0;
  return (
    <div className="requests-page">
      <PageHead title="Requests">
        <button type="button" className={paused ? "button primary" : "button"} aria-pressed={paused} onClick={() => setPaused(!paused)} id="pause" title="Shortcut: p">
          {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          {paused ? "Resume" : "Pause"}
        </button>
      </PageHead>
      <Filters conditions={conditions} />
      <div className="table-note">
        <span role="status">
          {count(rows.length)} {rows.length === MOST ? "latest " : ""}
          {rows.length === 1 ? "request" : "requests"}
          {conditions.to !== undefined && ` until ${moment(conditions.to)}`}
          {paused && `, paused${waiting > 0 ? `, ${count(waiting)} new` : ""}`}
        </span>
        {lost > 0 && <span className="text-warn">{plural(lost, "more was", "more were")} too many to show</span>}
      </div>
      <div className="panel table-panel">
        {rows.length > 0 ? (
          <RequestTable rows={rows} onAway={setAway} toTop={top} />
        ) : state.phase !== "live" || !known ? (
          <Loading lines={8} />
        ) : filtered ? (
          <Empty title="No request like this">
            None of those that are kept, and none has come since. <a href={href("requests")}>Show all requests</a>
          </Empty>
        ) : (
          <Empty title="No requests yet">They appear here as they end.</Empty>
        )}
        {away && !paused && waiting > 0 && (
          <button type="button" className="pill" onClick={() => top.current()}>
            {plural(waiting, "new request")}
          </button>
        )}
      </div>
    </div>
  );
}

function useShortcuts(keys: Record<string, () => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      const typing = target.closest("input, select, textarea") !== null;
      const wanted = latest.current[event.key];
      if (wanted !== undefined && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        wanted();
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

function Filters({ conditions }: { conditions: LogConditions }) {
  const health = useResource("/dashboard/api/health");
  const tenants = useResource("/dashboard/api/tenants", { query: { limit: 500 } });
  const [more, setMore] = useState(false);
  const bounded = conditions.from !== undefined || conditions.to !== undefined || conditions.slower !== undefined;
  const { slower, ...named } = conditions;
  const change = (changed: Record<string, string>): void => go(href("requests", null, { ...named, slower: slower?.toString(), ...changed }), true);
  const services = health.data?.services.map((service) => service.name) ?? [];
  const names = tenants.data?.tenants.map((tenant) => tenant.tenant) ?? [];
  return (
    <form className="filters" role="search" aria-label="Filter requests" onSubmit={(event) => event.preventDefault()}>
      <Typed id="filter-text" label="Text" placeholder="Path, id, client, user, host" value={conditions.text ?? ""} onTyped={(text) => change({ text })} icon />
      <Choice
        id="filter-status"
        label="Status"
        value={conditions.status ?? ""}
        options={["2xx", "3xx", "4xx", "5xx"]}
        onChosen={(status) => change({ status })}
      />
      <Choice id="filter-service" label="Service" value={conditions.service ?? ""} options={[...services, "none"]} onChosen={(service) => change({ service })} />
      <Choice id="filter-tenant" label="Tenant" value={conditions.tenant ?? ""} options={[...names, "none"]} onChosen={(tenant) => change({ tenant })} />
      <Typed id="filter-code" label="Refused with code" placeholder="any" value={conditions.code ?? ""} onTyped={(code) => change({ code })} />
      {more || bounded ? (
        <>
          <Typed id="filter-from" type="datetime-local" label="Since" value={fieldOf(conditions.from)} onTyped={(from) => change({ from: timeOf(from) })} />
          <Typed id="filter-to" type="datetime-local" label="Until" value={fieldOf(conditions.to)} onTyped={(to) => change({ to: timeOf(to) })} />
          <Typed id="filter-slower" type="number" label="Slower than (ms)" placeholder="any" value={slower?.toString() ?? ""} onTyped={(millis) => change({ slower: millis })} />
        </>
      ) : (
        <button type="button" className="button more-filters" onClick={() => setMore(true)}>
          More
        </button>
      )}
      {(["key", "route"] as const).map(
        (name) =>
          conditions[name] !== undefined && (
            <button key={name} type="button" className="chip" onClick={() => change({ [name]: "" })}>
              {name} <b>{conditions[name]}</b> <X aria-label="Remove" />
            </button>
          ),
      )}
      {Object.keys(conditions).length > 0 && (
        <a className="quiet-link clear-filters" href={href("requests")}>
          Clear
        </a>
      )}
    </form>
  );
}

interface TypedProps {
  id: string;
  label: string;
  placeholder?: string;
  type?: "search" | "number" | "datetime-local";
  value: string;
  icon?: boolean;
  onTyped: (value: string) => void;
}

/** A field that speaks once nobody has typed for a moment. */
function Typed({ id, label, placeholder, type = "search", value, icon = false, onTyped }: TypedProps) {
  const [text, setText] = useState(value);
  const said = useRef(value);
  const speak = useRef(onTyped);
  speak.current = onTyped;
  useEffect(() => {
    if (value !== said.current) {
      said.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text === said.current) {
      return;
    }
    const timer = setTimeout(() => {
      said.current = text;
      speak.current(text);
    }, TYPED_MILLIS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className={icon ? "field search" : "field"}>
      <label htmlFor={id}>{label}</label>
      {icon && <Search aria-hidden="true" />}
      <input id={id} type={type} step={1} min={0} autoComplete="off" spellCheck={false} maxLength={200} placeholder={placeholder} value={text} onChange={(event) => setText(event.target.value)} />
    </div>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  value: string;
  options: readonly string[];
  onChosen: (value: string) => void;
}

function Choice({ id, label, value, options, onChosen }: ChoiceProps) {
  const all = value === "" || options.includes(value) ? options : [value, ...options];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChosen(event.target.value)}>
        <option value="">All</option>
        {all.map((option) => (
          <option key={option} value={option}>
            {option === "none" ? "None" : option}
          </option>
        ))}
      </select>
    </div>
  );
}
