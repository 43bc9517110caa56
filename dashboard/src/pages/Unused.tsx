import type { Schemas } from "../api/client";
import { go, href } from "../app/router";
import { moment, plural } from "../format";
import { ONCE, useResource } from "../live/resource";
import { Back, Badge, CopyButton, Empty, Loaded, PageHead, Panel, Select, Table } from "../parts/basics";
import { ChangeList } from "../parts/ChangeList";

type Unused = Schemas["Unused"];

const DAYS = ["7", "30", "90", "180", "365"] as const;
const USUAL = "30";

/** For how many days nobody must have used it, as the address says. */
export function daysOf(query: URLSearchParams): (typeof DAYS)[number] {
  return DAYS.find((days) => days === query.get("days")) ?? USUAL;
}

/** How many there are of each kind: `2 keys, 1 route`. */
export function kindsOf(unused: Unused["unused"]): string {
  return (["key", "grant", "route"] as const)
    .map((kind) => ({ kind, many: unused.filter((one) => one.kind === kind).length }))
    .filter(({ many }) => many > 0)
    .map(({ kind, many }) => plural(many, kind))
    .join(", ");
}

/** Keys, grants and routes that nobody uses, and the patch that takes them out. */
export function UnusedPage({ query }: { query: URLSearchParams }) {
  const days = daysOf(query);
  const unused = useResource("/unused", { query: { days: Number(days) } }, ONCE);
  const off = unused.error?.status === 404 && unused.data === undefined;
  return (
    <>
      <Back page="registry">Registry</Back>
      <PageHead title="What nobody uses">
        <Select label="Not used for" value={days} options={DAYS} text={(many) => `for ${many} days`} choose={(many) => go(href("unused", null, { days: many }), true)} />
      </PageHead>
      {off ? (
        <Panel title="Keys, grants and routes">
          <Empty title="Nobody watches">What is used is known where usage is counted, which this gateway does not.</Empty>
        </Panel>
      ) : (
        <Loaded from={unused} lines={8}>
          {(data) => <Report report={data} />}
        </Loaded>
      )}
    </>
  );
}

function Report({ report }: { report: Unused }) {
  const { unused, problems, changes } = report;
  const watched = `watched for ${plural(report.watched_days, "day")}${report.watched_since === undefined ? "" : ` since ${moment(report.watched_since)}`}`;
  return (
    <>
      <Panel title="Keys, grants and routes" note={unused.length === 0 ? watched : `${kindsOf(unused)}; ${watched}`} flush>
        {unused.length > 0 ? (
          <Listed unused={unused} />
        ) : report.watched_days < report.days ? (
          <Empty title="Too early to say">Nothing can be called unused for {report.days} days before it was watched for so long.</Empty>
        ) : (
          <Empty title="Everything is used">There is no key, grant or route that nobody used in {report.days} days.</Empty>
        )}
      </Panel>
      {problems.length > 0 && (
        <Panel className="problem-panel" title="The registry cannot do without them">
          <ol className="problems">
            {problems.map((problem) => (
              <li key={problem}>
                <code>{problem}</code>
              </li>
            ))}
          </ol>
        </Panel>
      )}
      {unused.length > 0 && (
        <div className="columns">
          {changes ? (
            <Panel title="What taking them out changes">
              <ChangeList changes={changes.changes.map(({ effect, line }) => ({ severity: effect, text: line }))} more={changes.omitted} />
            </Panel>
          ) : (
            <span />
          )}
          <Patch patch={report.patch} />
        </div>
      )}
    </>
  );
}

function Listed({ unused }: { unused: Unused["unused"] }) {
  return (
    <Table
      label="What nobody uses"
      rows={unused}
      id={(one) => `${one.kind} ${one.name} ${one.place}`}
      columns={[
        { name: "Kind", cell: (one) => <Badge tone="plain">{one.kind}</Badge> },
        { name: "Name", wide: true, cell: (one) => one.name },
        { name: "Last used", cell: (one) => (one.last_used === undefined ? <span className="quiet">never</span> : moment(one.last_used)) },
        { name: "There since", extra: true, cell: (one) => moment(one.present_since) },
        { name: "Place", wide: true, extra: true, cell: (one) => <code className="place">{one.place}</code> },
      ]}
    />
  );
}

function Patch({ patch }: { patch: Unused["patch"] }) {
  const text = JSON.stringify(patch, null, 2);
  return (
    <Panel
      title="Patch"
      note="JSON Patch, RFC 6902"
      actions={
        <CopyButton text={text} label="the patch">
          Copy
        </CopyButton>
      }
    >
      <pre className="patch" role="region" tabIndex={0} aria-label="Patch to copy">
        {text}
      </pre>
    </Panel>
  );
}
