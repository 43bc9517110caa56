import type { Schemas } from "../api/client";
import { href } from "../app/router";
import { ago, count, moment, plural } from "../format";
import { useNow } from "../live/media";
import { useResource } from "../live/resource";
import { Badge, Copyable, Empty, Facts, Loaded, PageHead, Panel, Table } from "../parts/basics";
import { ChangeList } from "../parts/ChangeList";

type Registry = Schemas["Registry"];

/** What is served, what keeps the source from being served, and what the last reload changed. */
export function RegistryPage() {
  const registry = useResource("/dashboard/api/registry", {}, 15_000);
  return (
    <>
      <PageHead title="Registry">
        <a className="button" href={href("unused")}>
          What nobody uses
        </a>
      </PageHead>
      <Loaded from={registry} lines={8}>
        {(data) => (
          <>
            <Problems registry={data} />
            <div className="pair">
              <Serving registry={data} />
              <Generations registry={data} />
            </div>
            <LastChange change={data.last_change} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Problems({ registry }: { registry: Registry }) {
  const total = registry.problems_total ?? registry.problems.length;
  if (registry.problems.length === 0) {
    return null;
  }
  return (
    <Panel className="problem-panel" title={plural(total, "problem")} note={`what the source holds now is not served; revision ${registry.serving.revision} stays`}>
      <ol className="problems">
        {registry.problems.map((problem) => (
          <li key={problem}>
            <code>{problem.replace(/^\d+\. /, "")}</code>
          </li>
        ))}
      </ol>
      {total > registry.problems.length && <p className="quiet">and {count(total - registry.problems.length)} more</p>}
    </Panel>
  );
}

function Serving({ registry }: { registry: Registry }) {
  const now = useNow();
  const { serving, counts } = registry;
  return (
    <Panel title="Being served" actions={<Badge tone={registry.problems.length === 0 ? "good" : "warn"} dot>{registry.problems.length === 0 ? "as the source holds it" : "older than the source"}</Badge>}>
      <Facts
        facts={[
          ["Revision", serving.revision],
          ["Hash", <Copyable key="hash" text={serving.hash} label="the hash" />],
          ["Loaded", serving.loaded && `${moment(serving.loaded)} (${ago(serving.loaded, now)})`],
          ["Source", serving.source && <code>{serving.source}</code>],
        ]}
      />
      {counts && (
        <ul className="counts">
          {Object.entries(counts).map(([what, many]) => (
            <li key={what}>
              <b>{count(many)}</b> {what.replaceAll("_", " ")}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Generations({ registry }: { registry: Registry }) {
  const now = useNow();
  return (
    <Panel title="Served before" flush>
      {registry.generations.length === 0 ? (
        <Empty title="Nothing else">The registry has not changed since the gateway started.</Empty>
      ) : (
        <Table
          label="Registries that were served before"
          rows={registry.generations.map(({ generation }) => generation)}
          id={(generation) => `${generation.revision}`}
          columns={[
            { name: "Revision", number: true, cell: (generation) => generation.revision },
            { name: "Hash", wide: true, cell: (generation) => <code>{generation.hash}</code> },
            { name: "Loaded", cell: (generation) => (generation.loaded === undefined ? "–" : ago(generation.loaded, now)) },
            { name: "Explains", cell: (generation) => (generation.kept ? <Badge tone="good">kept</Badge> : <Badge tone="plain">gone</Badge>) },
          ]}
        />
      )}
    </Panel>
  );
}

function LastChange({ change }: { change: Registry["last_change"] }) {
  if (change === undefined) {
    return (
      <Panel title="Last change">
        <Empty title="No change yet">What a reload changes is listed here, in the words of gatehouse diff.</Empty>
      </Panel>
    );
  }
  return (
    <Panel title="Last change" note={`revision ${change.from.revision} to ${change.to.revision}`}>
      <ChangeList changes={change.changes} more={(change.total ?? change.changes.length) - change.changes.length} />
    </Panel>
  );
}
