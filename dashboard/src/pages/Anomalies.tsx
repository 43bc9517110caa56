import { useMemo, useState } from "react";
import type { Schemas } from "../api/client";
import { href } from "../app/router";
import { TimeChart } from "../charts/TimeChart";
import { ago, figure, millis, moment, rate, share, span } from "../format";
import { useNow } from "../live/media";
import { useResource, type Resource } from "../live/resource";
import { Back, Badge, Empty, Loaded, PageHead, Panel, Table } from "../parts/basics";
import { byMinute } from "./minutes";

type Anomaly = Schemas["Anomaly"];

const HOUR_MILLIS = 3_600_000;
const LISTED_HOURS = 48;
const SHOWN_HOURS = 24;
const EVERY = 60_000;

const KINDS: Record<Anomaly["kind"], string> = { rate: "Rate", errors: "Errors", latency: "Latency" };

function Kind({ anomaly }: { anomaly: Anomaly }) {
  return <Badge tone={anomaly.until === undefined ? "warn" : "plain"}>{KINDS[anomaly.kind]}</Badge>;
}

function idOf(anomaly: Anomaly): string {
  return `${anomaly.service} ${anomaly.route} ${anomaly.kind} ${anomaly.since}`;
}

function isOff<T>({ data, error }: Resource<T>): boolean {
  return error?.status === 404 && data === undefined;
}

/** What there is to say where nothing is unusual. */
function calm(data: Schemas["Anomalies"]): string {
  return data.learning ? "There is too little of a past to compare with yet." : "Everything is as it usually is.";
}

/** The latest anomalies, in a few lines; nothing where routes are not compared. */
export function AnomaliesPanel() {
  const now = useNow();
  const anomalies = useResource("/analytics/anomalies", {}, EVERY);
  if (isOff(anomalies)) {
    return null;
  }
  return (
    <Panel
      title="Anomalies"
      note="routes against their own past"
      actions={
        <a className="quiet-link" href={href("anomalies")}>
          All anomalies
        </a>
      }
    >
      <Loaded from={anomalies} lines={2}>
        {(data) =>
          data.anomalies.length === 0 ? (
            <p className="quiet">{calm(data)}</p>
          ) : (
            <ul className="happenings">
              {data.anomalies.slice(0, 6).map((anomaly) => (
                <li key={idOf(anomaly)}>
                  <Kind anomaly={anomaly} />
                  <div>
                    <a href={href("anomalies", null, { route: anomaly.route })}>{anomaly.route}</a> {figure(anomaly.observed, anomaly.unit)}, usually {figure(anomaly.expected, anomaly.unit)}
                    <span className="quiet block">{anomaly.until === undefined ? `for ${lasted(anomaly, now)}` : `over ${ago(anomaly.until, now)}`}</span>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

function lasted(anomaly: Anomaly, now: number): string {
  return span(((anomaly.until === undefined ? now : Date.parse(anomaly.until)) - Date.parse(anomaly.since)) / 1000);
}

/** Every anomaly that is kept, and what one of their routes did before. */
export function AnomaliesPage({ query }: { query: URLSearchParams }) {
  const [from] = useState(() => since(LISTED_HOURS));
  const anomalies = useResource("/analytics/anomalies", { query: { from } }, EVERY);
  const route = query.get("route") ?? anomalies.data?.anomalies[0]?.route;
  return (
    <>
      <Back page="overview">Overview</Back>
      <PageHead title="Anomalies" />
      <Panel title="Routes against their own past" note={`last ${LISTED_HOURS} hours`} flush>
        {isOff(anomalies) ? (
          <Empty title="Routes are not compared">This gateway runs without analytics.</Empty>
        ) : (
          <Loaded from={anomalies}>
            {(data) =>
              data.anomalies.length === 0 ? (
                <Empty title="No anomalies">{calm(data)}</Empty>
              ) : (
                <List anomalies={data.anomalies} />
              )
            }
          </Loaded>
        )}
      </Panel>
      {route !== undefined && <History key={route} route={route} />}
    </>
  );
}

function since(hours: number): string {
  return new Date(Date.now() - hours * HOUR_MILLIS).toISOString();
}

function List({ anomalies }: { anomalies: readonly Anomaly[] }) {
  const now = useNow();
  return (
    <Table
      label="Anomalies"
      rows={anomalies}
      id={idOf}
      columns={[
        { name: "What", cell: (anomaly) => <Kind anomaly={anomaly} /> },
        {
          name: "Route",
          wide: true,
          cell: (anomaly) => (
            <>
              <a href={href("anomalies", null, { route: anomaly.route })}>{anomaly.route}</a>
              {anomaly.service !== anomaly.route && <span className="quiet"> {anomaly.service}</span>}
            </>
          ),
        },
        { name: "Was", number: true, cell: (anomaly) => figure(anomaly.observed, anomaly.unit) },
        { name: "Usually", number: true, cell: (anomaly) => figure(anomaly.expected, anomaly.unit) },
        { name: "Deviations", number: true, extra: true, cell: (anomaly) => rate(anomaly.deviation) },
        { name: "Since", extra: true, cell: (anomaly) => moment(anomaly.since) },
        { name: "For", number: true, extra: true, cell: (anomaly) => lasted(anomaly, now) },
        { name: "State", extra: true, cell: (anomaly) => (anomaly.until === undefined ? <Badge tone="warn">lasts</Badge> : <Badge tone="plain">over</Badge>) },
      ]}
    />
  );
}

/** One route, minute by minute. */
function History({ route }: { route: string }) {
  const [from] = useState(() => since(SHOWN_HOURS));
  const history = useResource("/analytics/routes/{route}/history", { path: { route }, query: { from } }, EVERY);
  const minutes = useMemo(() => (history.data === undefined ? [] : byMinute(history.data)), [history.data]);
  const charts = { times: minutes.map(({ time }) => time), span: SHOWN_HOURS * HOUR_MILLIS, apart: 90_000 };
  return (
    <Panel
      title={route}
      note={`last ${SHOWN_HOURS} hours, by minute`}
      actions={
        <a className="quiet-link" href={href("requests", null, { route })}>
          Requests
        </a>
      }
    >
      <Loaded from={history}>
        {(data) =>
          data.buckets.length === 0 ? (
            <Empty title="No requests" />
          ) : (
            <div className="charts three">
              <TimeChart {...charts} label="Requests per second" format={rate} series={[{ name: "requests per second", colour: "chart-main", values: minutes.map(({ perSecond }) => perSecond) }]} />
              <TimeChart {...charts} label="Share of server errors" format={share} series={[{ name: "server errors", colour: "chart-bad", values: minutes.map(({ errors }) => errors) }]} />
              <TimeChart
                {...charts}
                label="Latency percentiles"
                format={millis}
                series={[
                  { name: "p50", colour: "chart-low", values: minutes.map(({ latency }) => latency?.p50_ms ?? null) },
                  { name: "p90", colour: "chart-middle", values: minutes.map(({ latency }) => latency?.p90_ms ?? null) },
                  { name: "p99", colour: "chart-high", values: minutes.map(({ latency }) => latency?.p99_ms ?? null) },
                ]}
              />
            </div>
          )
        }
      </Loaded>
    </Panel>
  );
}
