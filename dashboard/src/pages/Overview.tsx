import { useMemo, type ReactNode } from "react";
import type { Schemas } from "../api/client";
import { Sparkline } from "../charts/Sparkline";
import { TimeChart } from "../charts/TimeChart";
import { count, millis, rate, share } from "../format";
import { useSeconds } from "../live/live";
import type { Second } from "../live/metrics";
import { useResource } from "../live/resource";
import { PageHead, Panel } from "../parts/basics";
import { AnomaliesPanel } from "./Anomalies";
import { BusiestRoutes, Happened, Refusals } from "./OverviewPanels";

/** What happens now, at a glance. */
export function OverviewPage() {
  const seconds = useSeconds();
  const metrics = useResource("/dashboard/api/metrics", {}, 10_000);
  const routes = useResource("/dashboard/api/routes", {}, 5_000);
  return (
    <>
      <PageHead title="Overview" />
      <Tiles seconds={seconds} latency={metrics.data?.last_minute.latency} />
      <Charts seconds={seconds} />
      <div className="columns">
        <BusiestRoutes routes={routes} />
        <div className="stack">
          <Refusals metrics={metrics} />
          <AnomaliesPanel />
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
