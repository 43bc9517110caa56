import type { Schemas } from "../api/client";
import { href } from "../app/router";
import { ago, count } from "../format";
import { useNow } from "../live/media";
import { useResource } from "../live/resource";
import { Badge, Empty, Loaded, Panel, Table } from "../parts/basics";

type Rule = Schemas["ObservedRule"];
type Watched = Schemas["Observed"]["watched"];

const EVERY = 5_000;
const MOST = 100;

/** Whom checks would have refused that are only observed, by key and rule: of a tenant, or of all. */
export function ObservedPanel({ tenant }: { tenant: string | null }) {
  const observed = useResource("/dashboard/api/observed", { query: tenant === null ? {} : { tenant } }, EVERY);
  if (observed.error?.status === 404 && observed.data === undefined) {
    return null;
  }
  return (
    <Panel title="Would have been refused" note="by checks that are only observed" flush>
      <Loaded from={observed} lines={2}>
        {(data) => (
          <>
            {data.observed.length > 0 ? (
              <Rules rules={data.observed.slice(0, MOST)} />
            ) : data.watched.length > 0 ? (
              <Empty title="Nobody so far">What is observed has let everybody pass since the gateway started.</Empty>
            ) : (
              <Empty title="Every check is enforced">What is named by observe is counted here before it refuses anybody.</Empty>
            )}
            {data.observed.length > MOST && <p className="inset quiet">and {count(data.observed.length - MOST)} more</p>}
            {tenant === null && data.watched.length > 0 && <Places watched={data.watched} />}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Rules({ rules }: { rules: readonly Rule[] }) {
  const now = useNow();
  return (
    <Table
      label="Would have been refused"
      rows={rules}
      id={(one) => `${one.key} ${one.check} ${one.code} ${one.rule}`}
      columns={[
        { name: "Key", wide: true, cell: (one) => (one.key === undefined ? <span className="quiet">without a key</span> : <a href={href("requests", null, { key: one.key })}>{one.key}</a>) },
        { name: "Check", cell: (one) => <Badge tone="info">{one.check}</Badge> },
        { name: "Code", extra: true, cell: (one) => <code>{one.code}</code> },
        { name: "Rule", wide: true, extra: true, cell: (one) => (one.rule === undefined ? <span className="quiet">no rule grants it</span> : <code className="place">{one.rule}</code>) },
        { name: "Last minute", number: true, extra: true, cell: (one) => count(one.last_minute) },
        { name: "Since start", number: true, cell: (one) => count(one.since_start) },
        { name: "Last", cell: (one) => <a href={href("requests", one.last_request)}>{ago(one.last, now)}</a> },
      ]}
    />
  );
}

function Places({ watched }: { watched: Watched }) {
  return (
    <ul className="inset watched">
      {watched.map(({ place, checks }) => (
        <li key={place}>
          <code className="place">{place}</code> observes {checks.join(", ")}
        </li>
      ))}
    </ul>
  );
}
