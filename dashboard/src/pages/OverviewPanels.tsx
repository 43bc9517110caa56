import type { Schemas } from "../api/client";
import { href } from "../app/router";
import { clock, count, millis } from "../format";
import { useHappenings } from "../live/live";
import type { Resource } from "../live/resource";
import { Empty, Loaded, Panel, Table } from "../parts/basics";
import { Some } from "../parts/tones";

/** What each route did in the last minute. */
export function BusiestRoutes({ routes }: { routes: Resource<Schemas["Routes"]> }) {
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

/** What the gateway refused, by why. */
export function Refusals({ metrics }: { metrics: Resource<Schemas["Metrics"]> }) {
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

/** Changes of hosts, breakers, limits, anomalies and the registry. */
export function Happened() {
  const happenings = useHappenings();
  return (
    <Panel title="What happened" note="since this page was opened">
      {happenings.length === 0 ? (
        <p className="quiet">No host, breaker, limit or registry has changed, and no route has become unusual.</p>
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
