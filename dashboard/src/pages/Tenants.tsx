import { Search } from "lucide-react";
import { useDeferredValue, useState, type ReactNode } from "react";
import type { Schemas } from "../api/client";
import { href } from "../app/router";
import { ago, bytes, count } from "../format";
import { useNow } from "../live/media";
import { useResource } from "../live/resource";
import { Back, Badge, Empty, Loaded, Meter, PageHead, Panel, Table } from "../parts/basics";
import { Some } from "../parts/tones";
import { boundsOf } from "./limits";
import { ObservedPanel } from "./Observed";
import { UsagePanel } from "./Usage";

type Key = Schemas["KeyState"];
type Limit = Schemas["LimitState"];

const EVERY = 5_000;

/** The tenants, what they do and what they are refused, and who will soon be refused more. */
export function TenantsPage() {
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors[cursors.length - 1];
  const tenants = useResource("/dashboard/api/tenants", { query: { ...(wanted ? { text: wanted } : {}), ...(cursor ? { cursor } : {}), limit: 50 } }, EVERY);
  return (
    <>
      <PageHead title="Tenants and keys" />
      <Panel title="Nearest to their limits" note="of the keys that were used lately" flush>
        <Loaded from={tenants} lines={3}>
          {(data) => (data.nearest.length === 0 ? <Empty title="No key is near a limit">Keys that counted against a limit in the last minutes appear here.</Empty> : <Nearest keys={data.nearest} />)}
        </Loaded>
      </Panel>
      <Panel
        title="Tenants"
        note={tenants.data ? count(tenants.data.total) : undefined}
        flush
        actions={
          <NameFilter
            label="Find a tenant"
            text={text}
            change={(changed) => {
              setText(changed);
              setCursors([]);
            }}
          />
        }
      >
        <Loaded from={tenants} lines={6}>
          {(data) => (
            <>
              {data.tenants.length === 0 ? (
                wanted ? <Empty title={`No tenant like “${wanted}”`} /> : <Empty title="No tenants">The registry that is served has none: nobody needs a key.</Empty>
              ) : (
                <Table
                  label="Tenants"
                  rows={data.tenants}
                  id={(tenant) => tenant.tenant}
                  columns={[
                    {
                      name: "Tenant",
                      wide: true,
                      cell: (tenant) => (
                        <>
                          <a href={href("tenants", tenant.tenant)}>{tenant.tenant}</a> {tenant.maintenance && <Badge tone="warn">maintenance</Badge>}
                        </>
                      ),
                    },
                    { name: "Applications", number: true, extra: true, cell: (tenant) => count(tenant.applications) },
                    { name: "Keys", number: true, cell: (tenant) => count(tenant.keys) },
                    ...tallies<Schemas["TenantState"]>(),
                  ]}
                />
              )}
              <Pages first={cursors.length === 0} next={data.next} back={() => setCursors(cursors.slice(0, -1))} forth={(next) => setCursors([...cursors, next])} />
            </>
          )}
        </Loaded>
      </Panel>
      <ObservedPanel tenant={null} />
      <UsagePanel tenant={null} />
    </>
  );
}

interface Tallied {
  last_minute?: Schemas["Tally"];
  since_start?: Schemas["Tally"];
}

function tallies<T extends Tallied>() {
  const of = (tally: Schemas["Tally"] | undefined, value: (tally: Schemas["Tally"]) => ReactNode): ReactNode => (tally === undefined ? <span className="quiet">–</span> : value(tally));
  return [
    { name: "Last minute", number: true, cell: (row: T) => of(row.last_minute, (tally) => count(tally.requests)) },
    { name: "Since start", number: true, extra: true, cell: (row: T) => of(row.since_start, (tally) => count(tally.requests)) },
    { name: "Refused", number: true, cell: (row: T) => of(row.since_start, (tally) => <Some many={tally.refused} tone="warn" />) },
    { name: "By limits", number: true, extra: true, cell: (row: T) => of(row.since_start, (tally) => <Some many={tally.limited} tone="warn" />) },
    { name: "5xx", number: true, extra: true, cell: (row: T) => of(row.since_start, (tally) => <Some many={tally.server_errors} tone="bad" />) },
    { name: "Sent", number: true, extra: true, cell: (row: T) => of(row.since_start, (tally) => bytes(tally.bytes_out)) },
  ];
}

function Nearest({ keys }: { keys: readonly Key[] }) {
  return (
    <Table
      label="Keys nearest to their limits"
      rows={keys}
      id={(key) => key.key}
      columns={[
        { name: "Key", wide: true, cell: (key) => <a href={href("requests", null, { key: key.key })}>{key.key}</a> },
        { name: "Limits", cell: (key) => <Limits limits={key.limits ?? []} /> },
        { name: "Last minute", number: true, extra: true, cell: (key) => (key.last_minute ? count(key.last_minute.requests) : "–") },
        { name: "By limits", number: true, extra: true, cell: (key) => (key.last_minute ? <Some many={key.last_minute.limited} tone="warn" /> : "–") },
      ]}
    />
  );
}

function Limits({ limits }: { limits: readonly Limit[] }) {
  const now = useNow();
  return limits.length === 0 ? (
    <span className="quiet">none used lately</span>
  ) : (
    <div className="limits">
      {limits.map((limit) => (
        <LimitMeters key={limit.strategy} limit={limit} now={now} />
      ))}
    </div>
  );
}

function LimitMeters({ limit, now }: { limit: Limit; now: number }) {
  const { strategy, limit: most, remaining, resets, adaptive } = limit;
  if (most === undefined || remaining === undefined) {
    return <span>{strategy}</span>;
  }
  const when = resets === undefined ? "" : `, resets ${ago(resets, now)}`;
  return (
    <>
      <Meter used={most - remaining} of={most} label={`Used of the limit ${strategy}`} text={`${count(remaining)} of ${count(most)} left, ${strategy}${when}`} />
      {adaptive && <Meter used={most - adaptive.min} of={adaptive.max - adaptive.min} tone="info" label={`Where the limit ${strategy} stands between its bounds`} text={boundsOf(most, adaptive)} />}
    </>
  );
}

/** The keys of one tenant. */
export function TenantPage({ tenant }: { tenant: string }) {
  const now = useNow();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors[cursors.length - 1];
  const keys = useResource("/dashboard/api/tenants", { query: { tenant, ...(wanted ? { text: wanted } : {}), ...(cursor ? { cursor } : {}), limit: 50 } }, EVERY);
  return (
    <>
      <Back page="tenants">Tenants</Back>
      <PageHead title={tenant}>
        <a className="button" href={href("requests", null, { tenant })}>
          Its requests
        </a>
      </PageHead>
      <Panel
        title="Keys"
        note={keys.data ? count(keys.data.total) : undefined}
        flush
        actions={
          <NameFilter
            label="Find a key"
            text={text}
            change={(changed) => {
              setText(changed);
              setCursors([]);
            }}
          />
        }
      >
        <Loaded from={keys} lines={6}>
          {(data) => (
            <>
              {(data.keys ?? []).length === 0 ? (
                <Empty title="No keys" />
              ) : (
                <Table
                  label={`Keys of ${tenant}`}
                  rows={data.keys ?? []}
                  id={(key) => key.key}
                  columns={[
                    {
                      name: "Key",
                      wide: true,
                      cell: (key) => (
                        <>
                          <a href={href("requests", null, { key: key.key })}>{key.key}</a> <KeyBadge state={key} now={now} />
                        </>
                      ),
                    },
                    { name: "Package", extra: true, cell: (key) => key.package ?? "–" },
                    { name: "Limits", cell: (key) => <Limits limits={key.limits ?? []} /> },
                    { name: "Last used", cell: (key) => (key.last_used === undefined ? <span className="quiet">not since the start</span> : ago(key.last_used, now)) },
                    ...tallies<Key>(),
                  ]}
                />
              )}
              <Pages first={cursors.length === 0} next={data.next} back={() => setCursors(cursors.slice(0, -1))} forth={(next) => setCursors([...cursors, next])} />
            </>
          )}
        </Loaded>
      </Panel>
      <ObservedPanel tenant={tenant} />
      <UsagePanel tenant={tenant} />
    </>
  );
}

const SOON_MILLIS = 14 * 86_400_000;

function KeyBadge({ state, now }: { state: Key; now: number }) {
  if (state.revoked) {
    return <Badge tone="plain">revoked</Badge>;
  }
  if (state.expires === undefined) {
    return null;
  }
  const left = Date.parse(state.expires) - now;
  return left <= 0 ? <Badge tone="bad">expired</Badge> : left < SOON_MILLIS ? <Badge tone="warn">expires {ago(state.expires, now)}</Badge> : null;
}

function NameFilter({ label, text, change }: { label: string; text: string; change: (text: string) => void }) {
  return (
    <div className="field search bare">
      <Search aria-hidden="true" />
      <input type="search" aria-label={label} placeholder={label} autoComplete="off" spellCheck={false} maxLength={200} value={text} onChange={(event) => change(event.target.value)} />
    </div>
  );
}

function Pages({ first, next, back, forth }: { first: boolean; next: string | undefined; back: () => void; forth: (next: string) => void }) {
  if (first && next === undefined) {
    return null;
  }
  return (
    <div className="pages">
      <button type="button" className="button" disabled={first} onClick={back}>
        Previous
      </button>
      <button type="button" className="button" disabled={next === undefined} onClick={() => next !== undefined && forth(next)}>
        Next
      </button>
    </div>
  );
}
