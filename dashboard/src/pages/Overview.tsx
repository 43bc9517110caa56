import { useMemo, type ReactNode } from "react";
import type { Schemas } from "../api/client";
import { href } from "../app/router";
import { Sparkline } from "../charts/Sparkline";
import { TimeChart } from "../charts/TimeChart";
import { ago, clock, count, millis, rate, share, span } from "../format";
import { useHappenings, useSeconds } from "../live/live";
import { useNow } from "../live/media";
import type { Second } from "../live/metrics";
import { useResource, type Resource } from "../live/resource";
import { Badge, Empty, Loaded, PageHead, Panel, Table } from "../parts/basics";

/** What happens now, at a glance. */
export function OverviewPage() {
  const seconds = useSeconds();
  const metrics = useResource("/dashboard/api/metrics", {}, 10_000);
  const routes = useResource("/dashboard/api/routes", {}, 5_000);
  const anomalies = useResource("/analytics/anomalies", {}, 60_000);
  return (
    <>
      <PageHead title="Overview" />
      <Tiles seconds={seconds} latency={metrics.data?.last_minute.latency} />
      <Charts seconds={seconds} />
      <div className="columns">
        <BusiestRoutes routes={routes} />
        <div className="stack">
          <Refusals metrics={metrics} />
          <Anomalies anomalies={anomalies} />
          <Happened />
        </div>
      </div>
    </>
  );
}

function sum(seconds: readonly Second[], of: (tally: Schemas["Tally"]) => number): number {
  return seconds.reduce((total, second) => total + of(second.tally), 0);
}

function Tile({ name, value, children, shape }: { name: string; value: string; children: ReactNode; shape: ReactNode }) {
  return (
    <div className="tile">
      <div className="tile-name">{name}</div>
      <div className="tile-value">{value}</div>
      <div className="tile-note">{children}</div>
      {shape}
    </div>
  );
}

function Tiles({ seconds, latency }: { seconds: readonly Second[]; latency: Schemas["Latency"] | undefined }) {
  const minute = seconds.slice(-60);
  const latest = seconds.slice(-10);
  const now = seconds[seconds.length - 1]?.saturation;
  const requests = sum(minute, (tally) => tally.requests);
  const errors = sum(minute, (tally) => tally.server_errors);
  return (
    <div className="tiles">
      <Tile
        name="Requests per second"
        value={latest.length === 0 ? "–" : rate(sum(latest, (tally) => tally.requests) / latest.length)}
        shape={<Sparkline values={minute.map((second) => second.tally.requests)} colour="chart-main" />}
      >
        {count(requests)} in the last minute
      </Tile>
      <Tile
        name="Server errors"
        value={minute.length === 0 ? "–" : share(requests === 0 ? 0 : errors / requests)}
        shape={<Sparkline values={minute.map((second) => second.tally.server_errors)} colour="chart-bad" />}
      >
        {count(sum(minute, (tally) => tally.refused))} refused, {count(sum(minute, (tally) => tally.limited))} of them by limits
      </Tile>
      <Tile
        name="Latency, 99th percentile"
        value={latency === undefined ? "–" : millis(latency.p99_ms)}
        shape={<Sparkline values={minute.map((second) => second.tally.latency?.p99_ms ?? 0)} colour="chart-main" />}
      >
        {latency === undefined ? "No requests in the last minute" : `p50 ${millis(latency.p50_ms)}, p90 ${millis(latency.p90_ms)}`}
      </Tile>
      <Tile
        name="In flight"
        value={now === undefined ? "–" : count(now.in_flight)}
        shape={<Sparkline values={minute.map((second) => second.saturation.in_flight)} colour="chart-main" />}
      >
        {now === undefined
          ? "Not known yet"
          : [
              now.in_flight_limit === undefined ? null : `of ${count(now.in_flight_limit)}`,
              now.cpu === undefined ? null : `processors ${share(now.cpu)}`,
              `heap ${share(now.heap_used / now.heap_limit)}`,
            ]
              .filter((part) => part !== null)
              .join(", ")}
      </Tile>
    </div>
  );
}

function Charts({ seconds }: { seconds: readonly Second[] }) {
  const times = useMemo(() => seconds.map((second) => Date.parse(second.time)), [seconds]);
  const of = (value: (second: Second) => number | null | undefined): (number | null)[] => seconds.map((second) => value(second) ?? null);
  const percent = (value: number): string => share(value);
  return (
    <div className="charts">
      <Panel title="Requests" note="per second, by status">
        <TimeChart
          label="Requests per second by status, last five minutes"
          times={times}
          stacked
          format={rate}
          series={[
            { name: "good", colour: "chart-good", values: of(({ tally }) => tally.requests - tally.client_errors - tally.server_errors) },
            { name: "4xx", colour: "chart-warn", values: of(({ tally }) => tally.client_errors) },
            { name: "5xx", colour: "chart-bad", values: of(({ tally }) => tally.server_errors) },
          ]}
        />
      </Panel>
      <Panel title="Latency" note="percentiles of each second">
        <TimeChart
          label="Latency percentiles, last five minutes"
          times={times}
          format={millis}
          series={[
            { name: "p50", colour: "chart-low", values: of(({ tally }) => tally.latency?.p50_ms) },
            { name: "p90", colour: "chart-middle", values: of(({ tally }) => tally.latency?.p90_ms) },
            { name: "p99", colour: "chart-high", values: of(({ tally }) => tally.latency?.p99_ms) },
          ]}
        />
      </Panel>
      <Panel title="Errors" note="per second">
        <TimeChart
          label="Errors per second, last five minutes"
          times={times}
          format={rate}
          series={[
            { name: "server errors", colour: "chart-bad", values: of(({ tally }) => tally.server_errors) },
            { name: "refused", colour: "chart-warn", values: of(({ tally }) => tally.refused) },
            { name: "by limits", colour: "chart-other", values: of(({ tally }) => tally.limited) },
          ]}
        />
      </Panel>
      <Panel title="Saturation" note="share of what there is">
        <TimeChart
          label="Saturation, last five minutes"
          times={times}
          top={1}
          format={percent}
          series={[
            { name: "processors", colour: "chart-main", values: of(({ saturation }) => saturation.cpu) },
            { name: "heap", colour: "chart-other", values: of(({ saturation }) => saturation.heap_used / saturation.heap_limit) },
            {
              name: "in flight",
              colour: "chart-warn",
              values: of(({ saturation }) => (saturation.in_flight_limit ? saturation.in_flight / saturation.in_flight_limit : null)),
            },
          ]}
        />
      </Panel>
    </div>
  );
}

function BusiestRoutes({ routes }: { routes: Resource<Schemas["Routes"]> }) {
  return (
    <Panel title="Routes" note="last minute, busiest first" flush>
      <Loaded from={routes}>
        {(data) =>
          data.routes.length === 0 ? (
            <Empty title="No routes">The registry has no service with a route.</Empty>
          ) : (
            <Table
              label="Routes"
              rows={data.routes.slice(0, 25)}
              id={(route) => `${route.service} ${route.route} ${route.hosts?.join() ?? ""}`}
              columns={[
                {
                  name: "Route",
                  wide: true,
                  cell: (route) => (
                    <>
                      <a href={href("requests", null, { route: route.route })}>{route.route}</a>
                      {route.service !== route.route && <span className="quiet"> {route.service}</span>}
                    </>
                  ),
                },
                { name: "Requests", number: true, cell: ({ last_minute }) => count(last_minute.requests) },
                { name: "4xx", number: true, cell: ({ last_minute }) => <Some many={last_minute.client_errors} tone="warn" /> },
                { name: "5xx", number: true, cell: ({ last_minute }) => <Some many={last_minute.server_errors} tone="bad" /> },
                { name: "p50", number: true, extra: true, cell: ({ last_minute }) => (last_minute.latency ? millis(last_minute.latency.p50_ms) : "–") },
                { name: "p99", number: true, cell: ({ last_minute }) => (last_minute.latency ? millis(last_minute.latency.p99_ms) : "–") },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}

export function Some({ many, tone }: { many: number; tone: "warn" | "bad" }) {
  return many === 0 ? <span className="quiet">0</span> : <span className={`text-${tone}`}>{count(many)}</span>;
}

function Refusals({ metrics }: { metrics: Resource<Schemas["Metrics"]> }) {
  return (
    <Panel title="Refusals" note="last minute, by code">
      <Loaded from={metrics} lines={2}>
        {(data) => {
          const codes = Object.entries(data.codes ?? {}).sort(([, a], [, b]) => b - a);
          const most = codes[0]?.[1] ?? 0;
          return codes.length === 0 ? (
            <p className="quiet">Nothing was refused.</p>
          ) : (
            <ul className="bars">
              {codes.slice(0, 8).map(([code, many]) => (
                <li key={code}>
                  <a href={href("requests", null, { code })}>{code}</a>
                  <span className="bar-track" aria-hidden="true">
                    <span className="bar-fill" style={{ width: `${(many / most) * 100}%` }} />
                  </span>
                  <b>{count(many)}</b>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}

const KINDS: Record<Schemas["Anomaly"]["kind"], string> = { rate: "Rate", errors: "Errors", latency: "Latency" };

function shown(value: number, unit: Schemas["Anomaly"]["unit"]): string {
  return unit === "ms" ? millis(value) : unit === "share" ? share(value) : `${rate(value)} per second`;
}

function Anomalies({ anomalies }: { anomalies: Resource<Schemas["Anomalies"]> }) {
  const now = useNow();
  if (anomalies.error?.status === 404 && anomalies.data === undefined) {
    return null;
  }
  return (
    <Panel title="Anomalies" note="routes against their own past">
      <Loaded from={anomalies} lines={2}>
        {(data) =>
          data.anomalies.length === 0 ? (
            <p className="quiet">{data.learning ? "There is too little of a past to compare with yet." : "Everything is as it usually is."}</p>
          ) : (
            <ul className="happenings">
              {data.anomalies.slice(0, 6).map((anomaly) => (
                <li key={anomaly.route + anomaly.kind + anomaly.since}>
                  <Badge tone={anomaly.until === undefined ? "warn" : "plain"}>{KINDS[anomaly.kind]}</Badge>
                  <div>
                    <b>{anomaly.route}</b> {shown(anomaly.observed, anomaly.unit)}, usually {shown(anomaly.expected, anomaly.unit)}
                    <span className="quiet block">{anomaly.until === undefined ? `for ${span((now - Date.parse(anomaly.since)) / 1000)}` : `over ${ago(anomaly.until, now)}`}</span>
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

function Happened() {
  const happenings = useHappenings();
  return (
    <Panel title="What happened" note="since this page was opened">
      {happenings.length === 0 ? (
        <p className="quiet">No host, breaker, limit or registry has changed.</p>
      ) : (
        <ul className="happenings">
          {happenings.slice(0, 12).map((one) => (
            <li key={one.number}>
              <time dateTime={one.time}>{clock(one.time, false)}</time>
              <div>
                <span className={`text-${one.tone}`}>{one.what}</span> <b>{one.subject}</b>
                {one.why !== undefined && <span className="quiet block">{one.why}</span>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
