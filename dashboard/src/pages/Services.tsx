import type { Schemas } from "../api/client";
import { href } from "../app/router";
import { ago, count, millis, share, span } from "../format";
import { useNow } from "../live/media";
import { useResource } from "../live/resource";
import { Badge, Empty, Facts, Loaded, Meter, PageHead, Panel, Table } from "../parts/basics";
import { HealthBadge } from "../parts/tones";

type Health = Schemas["Health"];
type Service = Schemas["ServiceHealth"];
type Version = Schemas["VersionHealth"];
type Host = Version["hosts"][number];
type Backend = Schemas["BackendAnalysis"]["backends"][number];

/** How the services, their versions and their hosts are. */
export function ServicesPage() {
  const health = useResource("/dashboard/api/health", {}, 3_000);
  const backends = useResource("/analytics/backends", {}, 30_000);
  return (
    <>
      <PageHead title="Services and hosts">{health.data && <Totals health={health.data} />}</PageHead>
      <Loaded from={health} lines={8}>
        {(data) => (
          <>
            <Stores health={data} />
            {data.services.length === 0 && (
              <Panel title="Services">
                <Empty title="No services">The registry that is served has none.</Empty>
              </Panel>
            )}
            <div className="services">
              {[...data.services].sort(worstFirst).map((service) => (
                <ServicePanel key={service.name} service={service} backends={backends.data?.backends ?? []} />
              ))}
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}

const RANKS: Record<string, number> = { failing: 0, degraded: 1, healthy: 2 };

function rank(service: Service): number {
  return Math.min(2, ...service.versions.map((version) => RANKS[version.status] ?? 2));
}

function worstFirst(a: Service, b: Service): number {
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
}

function Totals({ health }: { health: Health }) {
  const hosts = health.services.flatMap((service) => service.versions.flatMap((version) => version.hosts));
  const out = hosts.filter((host) => !host.healthy || host.ejected !== undefined).length;
  return (
    <span className="quiet">
      {count(health.services.length)} services, {count(hosts.length)} hosts, <span className={out > 0 ? "text-bad" : ""}>{count(out)} out</span>, up {span(health.uptime_seconds)}
    </span>
  );
}

function Stores({ health }: { health: Health }) {
  const now = useNow();
  const { throttling, tls } = health;
  const certificates = tls?.certificates ?? [];
  if (throttling === undefined && certificates.length === 0 && (tls?.problems.length ?? 0) === 0) {
    return null;
  }
  return (
    <div className="pair">
      {throttling && (
        <Panel title="Store of limits" note={throttling.store}>
          <Facts
            facts={[
              ["State", throttling.out ? <Badge tone="bad" dot>does not answer</Badge> : <Badge tone="good" dot>answers</Badge>],
              ["Since", ago(throttling.since, now)],
              ["Gateways", count(throttling.nodes)],
            ]}
          />
        </Panel>
      )}
      {tls && (certificates.length > 0 || tls.problems.length > 0) && (
        <Panel title="Certificates">
          {tls.problems.map((problem) => (
            <p key={problem} className="text-bad">
              {problem}
            </p>
          ))}
          <Facts
            facts={certificates.map((certificate) => [
              certificate.names,
              <span key="expires" className={certificate.expired ? "text-bad" : certificate.expiring ? "text-warn" : ""}>
                {certificate.expired ? "expired" : "expires"} {ago(certificate.expires, now)}
              </span>,
            ])}
          />
        </Panel>
      )}
    </div>
  );
}

function ServicePanel({ service, backends }: { service: Service; backends: readonly Backend[] }) {
  const worst = Object.keys(RANKS).find((status) => RANKS[status] === rank(service)) ?? "healthy";
  const notes = [service.probed ? null : "hosts are not probed", service.panic ? "panic: unhealthy hosts are used when none is left" : null].filter((note) => note !== null);
  return (
    <Panel
      title={service.name}
      note={notes.join(", ") || undefined}
      flush
      actions={
        <>
          <HealthBadge status={worst} />
          <a className="quiet-link" href={href("requests", null, { service: service.name })}>
            Requests
          </a>
        </>
      }
    >
      {service.rollout && <Rollout rollout={service.rollout} />}
      {service.versions.map((version) => (
        <VersionPart
          key={`${version.version} ${version.caller ?? ""}`}
          name={service.name}
          version={version}
          backends={backends.filter((backend) => backend.service === service.name && backend.version === version.version)}
        />
      ))}
    </Panel>
  );
}

function Rollout({ rollout }: { rollout: NonNullable<Service["rollout"]> }) {
  return (
    <div className="rollout">
      <span>
        Rollout of version <b>{rollout.version}</b>
        {rollout.stick_to !== undefined && <span className="quiet"> by {rollout.stick_to}</span>}
      </span>
      <Meter used={rollout.share} of={1} tone="info" label={`Share of callers that get version ${rollout.version}`} text={`${share(rollout.share)} of callers`} />
      {rollout.decided_by !== undefined && <code className="place">{rollout.decided_by}</code>}
    </div>
  );
}

function VersionPart({ name, version, backends }: { name: string; version: Version; backends: readonly Backend[] }) {
  const now = useNow();
  const { breaker } = version;
  return (
    <div className="version aligned">
      <div className="version-head">
        <h3>
          Version {version.version}
          {version.caller !== undefined && <span className="quiet"> for {version.caller} alone</span>}
        </h3>
        <HealthBadge status={version.status} />
        {breaker && (
          <span className="breaker">
            <Badge tone={breaker.state === "closed" ? "good" : breaker.state === "open" ? "bad" : "warn"}>breaker {breaker.state}</Badge>
            {breaker.state !== "closed" && (
              <span className="quiet">
                for {span((now - Date.parse(breaker.since)) / 1000)}
                {breaker.why !== undefined && `, ${breaker.why}`}
              </span>
            )}
          </span>
        )}
      </div>
      {version.discovery_failure !== undefined && <p className="text-warn inset">Discovery fails: {version.discovery_failure}. The last good hosts stay.</p>}
      {version.hosts.length === 0 ? (
        <p className="quiet inset">No hosts.</p>
      ) : (
        <Table
          label={`Hosts of ${name} ${version.version}`}
          rows={version.hosts}
          id={(host) => host.address}
          columns={[
            { name: "Host", wide: true, cell: (host) => <code>{host.address}</code> },
            { name: "State", cell: (host) => <HostState host={host} now={now} /> },
            { name: "In flight", number: true, cell: (host) => count(host.in_flight) },
            { name: "Last hour", number: true, extra: true, cell: (host) => figure(backends, host, (backend) => count(backend.requests)) },
            { name: "Failures", number: true, extra: true, cell: (host) => figure(backends, host, (backend) => count(backend.failures)) },
            { name: "p99", number: true, extra: true, cell: (host) => figure(backends, host, (backend) => (backend.latency ? millis(backend.latency.p99_ms) : "–")) },
          ]}
        />
      )}
    </div>
  );
}

function figure(backends: readonly Backend[], host: Host, of: (backend: Backend) => string): string {
  const own = backends.find((backend) => backend.upstream === host.address);
  return own === undefined ? "–" : of(own);
}

function HostState({ host, now }: { host: Host; now: number }) {
  if (!host.healthy) {
    return <State tone="bad" word="unhealthy" why={host.reason} />;
  }
  if (host.ejected) {
    return <State tone="warn" word="outlier" why={`${host.ejected.why}, back ${ago(host.ejected.until, now)}`} />;
  }
  return host.drained ? <State tone="plain" word="drained" why="weight 0" /> : <State tone="good" word="healthy" why={undefined} />;
}

function State({ tone, word, why }: { tone: "good" | "warn" | "bad" | "plain"; word: string; why: string | undefined }) {
  return (
    <span className="host-state">
      <Badge tone={tone} dot>
        {word}
      </Badge>
      {why !== undefined && <span className="quiet">{why}</span>}
    </span>
  );
}
