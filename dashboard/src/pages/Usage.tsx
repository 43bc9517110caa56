import { useState } from "react";
import type { Schemas } from "../api/client";
import { href } from "../app/router";
import { bytes, count, millis, moment } from "../format";
import { useResource } from "../live/resource";
import { Empty, Loaded, Panel, Select, Table } from "../parts/basics";
import { days, PERIODS, type Period } from "./periods";

type Used = Schemas["UsageSum"];
type UsedBy = "tenant" | "application" | "key" | "service" | "status";

const OF_ONE: readonly UsedBy[] = ["key", "application", "service", "status"];
const OF_ALL: readonly UsedBy[] = ["tenant", "service", "status"];
const EVERY = 60_000;
const MOST = 100;

/** Who used how much, as it is metered; nothing where that is off. */
export function UsagePanel({ tenant }: { tenant: string | null }) {
  const choices = tenant === null ? OF_ALL : OF_ONE;
  const [by, setBy] = useState<UsedBy>(choices[0]!);
  const [period, setPeriod] = useState<Period>("this month");
  const usage = useResource("/usage", { query: { by, ...days(period, new Date()), ...(tenant === null ? {} : { tenant }) } }, EVERY);
  if (usage.error?.status === 404 && usage.data === undefined) {
    return null;
  }
  return (
    <Panel
      title="Usage"
      note="by hours of UTC"
      flush
      actions={
        <>
          <Select label="Added up by" value={by} options={choices} text={(name) => `by ${name}`} choose={setBy} />
          <Select label="Period" value={period} options={PERIODS} choose={setPeriod} />
        </>
      }
    >
      <Loaded from={usage}>
        {(data) => {
          const rows = [...data.usage].sort((a, b) => b.calls - a.calls);
          return rows.length === 0 ? (
            <Empty title="Nothing was used">Calls are counted here within ten seconds.</Empty>
          ) : (
            <>
              <Table
                label="Usage"
                rows={rows.slice(0, MOST)}
                id={(row) => row[by] ?? ""}
                columns={[
                  { name: by === "status" ? "Status" : by[0]!.toUpperCase() + by.slice(1), wide: true, cell: (row) => <Name row={row} by={by} /> },
                  { name: "Calls", number: true, cell: (row) => count(row.calls) },
                  { name: "Received", number: true, extra: true, cell: (row) => bytes(row.bytes_in) },
                  { name: "Sent", number: true, cell: (row) => bytes(row.bytes_out) },
                  { name: "Time of hosts", number: true, extra: true, cell: (row) => millis(row.upstream_ms) },
                ]}
              />
              {data.complete_from !== undefined && <p className="inset quiet">Complete from {moment(data.complete_from)} on.</p>}
              {rows.length > MOST && <p className="inset quiet">and {count(rows.length - MOST)} more, by GET /usage</p>}
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function Name({ row, by }: { row: Used; by: UsedBy }) {
  const name = row[by];
  if (name === null || name === undefined) {
    return <span className="quiet">{by === "service" ? "no service" : "without a key"}</span>;
  }
  return by === "tenant" ? <a href={href("tenants", name)}>{name}</a> : <>{name}</>;
}
