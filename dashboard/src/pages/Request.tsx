import { Compass } from "lucide-react";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { href } from "../app/router";
import { Waterfall } from "../charts/Waterfall";
import { ago, bytes, clock, day, millis } from "../format";
import { useNow } from "../live/media";
import { useResource } from "../live/resource";
import { Back, Badge, Copyable, Empty, Facts, Loaded, PageHead, Panel, Table } from "../parts/basics";
import { Status } from "../parts/tones";
import { Outcome, Way } from "../parts/Way";
import { limitText } from "./limits";
import { spansOf } from "./timings";

type Detail = Schemas["LogDetail"];

/** One request in full: what it was, what was decided and why, how long everything took. */
export function RequestPage({ id }: { id: string }) {
  const detail = useResource("/dashboard/api/logs/{id}", { path: { id } });
  return (
    <>
      <Back page="requests">Requests</Back>
      {detail.error?.status === 404 && detail.data === undefined ? (
        <>
          <PageHead title="Request" />
          <Panel title={id}>
            <Empty title="This request is not kept">It is older than what the traffic log keeps, or there was none with this id.</Empty>
          </Panel>
        </>
      ) : (
        <Loaded from={detail} lines={10}>
          {(data) => <Request detail={data} />}
        </Loaded>
      )}
    </>
  );
}

function Request({ detail }: { detail: Detail }) {
  const { request } = detail;
  const explain = href("explain", null, { method: request.method, path: request.path + (detail.query ? `?${detail.query}` : ""), as: request.key, ip: request.client, user: request.user });
  return (
    <>
      <PageHead
        title={
          <>
            <span className="method">{request.method}</span> <span className="path">{request.path || "(no path)"}</span>
          </>
        }
      >
        <a className="button" href={explain}>
          <Compass aria-hidden="true" /> Explain now
        </a>
      </PageHead>
      <div className="headline">
        <Status status={request.status} />
        {request.code !== undefined && <code>{request.code}</code>}
        {request.would_refuse?.map((code) => (
          <Badge key={code} tone="info">
            would refuse: {code}
          </Badge>
        ))}
        <b>{millis(request.duration_ms)}</b>
        <span className="quiet">
          {day(request.time)}, {clock(request.time)}
        </span>
        <Copyable text={request.id} label="the request id" />
      </div>
      <div className="columns">
        <div className="stack">
          <Timings detail={detail} />
          <Attempts detail={detail} />
          <Explained past={detail.explained} timed={detail.single_stages} />
        </div>
        <div className="stack">
          <About detail={detail} />
          <Registry detail={detail} />
          <Headers title="Request headers" headers={detail.request_headers} />
          <Headers title="Response headers" headers={detail.response_headers} />
        </div>
      </div>
    </>
  );
}

function Timings({ detail }: { detail: Detail }) {
  const [every, setEvery] = useState(false);
  const spans = spansOf(detail, every);
  const all = detail.timed_by_stage && (
    <button type="button" className="button small" id="every-stage" aria-pressed={every} onClick={() => setEvery(!every)}>
      Every stage
    </button>
  );
  return (
    <Panel title="Timings" note={detail.ttfb_ms === undefined ? undefined : `first byte of the host after ${millis(detail.ttfb_ms)}`} actions={all || undefined}>
      {spans.length === 0 ? <p className="quiet">No timings were taken of this request.</p> : <Waterfall spans={spans} total={detail.request.duration_ms} />}
      {spans.length > 0 && !detail.timed_by_stage && <p className="remark quiet">So many requests came at once that of this one groups of stages were timed, and those that had to wait.</p>}
    </Panel>
  );
}

function Attempts({ detail }: { detail: Detail }) {
  if (detail.tries.length === 0) {
    return null;
  }
  const notes = [detail.hedged ? "hedged" : null, detail.retry_budget_exhausted ? "no further try: the retry budget was used up" : null].filter((note) => note !== null);
  return (
    <Panel title="Tries" note={notes.join(", ") || undefined} flush>
      <Table
        label="Tries"
        rows={detail.tries}
        id={(one) => one.upstream + one.start_ms}
        columns={[
          { name: "Host", wide: true, cell: (one) => <code>{one.upstream}</code> },
          { name: "Outcome", cell: (one) => <Badge tone={one.outcome === "responded" ? "good" : one.outcome === "failed" ? "bad" : "plain"}>{one.outcome}</Badge> },
          { name: "Why", wide: true, cell: (one) => one.failure ?? "" },
          { name: "After", number: true, extra: true, cell: (one) => millis(one.start_ms) },
          { name: "Took", number: true, cell: (one) => millis(one.duration_ms) },
        ]}
      />
    </Panel>
  );
}

function Explained({ past, timed }: { past: Schemas["PastExplanation"]; timed: Detail["single_stages"] }) {
  return (
    <Panel title="Way through the stages" note="by the registry that held then">
      {past.explanation === undefined ? <Empty title="No explanation" /> : <Outcome explanation={past.explanation} />}
      {past.agrees === false && <p className="remark text-warn">This is not how the request ended. What was not known of it may have made the difference:</p>}
      {past.unknown.length > 0 && (
        <ul className="remarks">
          {past.unknown.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {past.explanation !== undefined && <Way explanation={past.explanation} timed={timed} />}
    </Panel>
  );
}

function About({ detail }: { detail: Detail }) {
  const { request } = detail;
  const version = request.version === undefined ? "" : ` ${request.version}`;
  return (
    <Panel title="Request">
      <Facts
        facts={[
          ["Client", request.client],
          ["Tenant", request.tenant && <a href={href("tenants", request.tenant)}>{request.tenant}</a>],
          ["Key", request.key && <a href={href("requests", null, { key: request.key })}>{request.key}</a>],
          ["Package", detail.package],
          ["User", request.user],
          ["Certificate", detail.certificate],
          ["Route", request.route],
          ["Service", request.service && <a href={href("requests", null, { service: request.service })}>{request.service + version}</a>],
          ["Host", request.upstream],
          ["Failure", detail.upstream_failure],
          ["Decided by", detail.decided_by && <code className="place">{detail.decided_by}</code>],
          ["Limit", detail.limit && limitText(detail.limit)],
          ["Fault", request.fault],
          ["Cache", request.cache],
          ["Protocol", request.protocol],
          ["Query", detail.query && <code>{detail.query}</code>],
          ["Received", bytes(request.bytes_in)],
          ["Sent", bytes(request.bytes_out)],
          ["Trace", request.trace_id && <Copyable text={request.trace_id} label="the trace id" />],
          ["Kept as", detail.kept_as],
        ]}
      />
    </Panel>
  );
}

function Registry({ detail }: { detail: Detail }) {
  const now = useNow();
  const { revision, hash, loaded, source, kept } = detail.registry;
  return (
    <Panel title="Registry then" note={kept ? undefined : "not kept any more"}>
      <Facts
        facts={[
          ["Revision", revision],
          ["Hash", <code key="hash">{hash}</code>],
          ["Loaded", loaded && ago(loaded, now)],
          ["Source", source],
        ]}
      />
    </Panel>
  );
}

function Headers({ title, headers }: { title: string; headers: Record<string, string> | undefined }) {
  const lines = Object.entries(headers ?? {});
  return lines.length === 0 ? null : (
    <Panel title={title}>
      <Facts facts={lines.map(([name, value]) => [name, <code key={name}>{value}</code>])} />
    </Panel>
  );
}
