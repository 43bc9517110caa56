import { Plus, Trash2 } from "lucide-react";
import { useState, type FormEvent } from "react";
import { ApiError, explain, type Schemas } from "../api/client";
import { useResource } from "../live/resource";
import { Empty, Failure, Loading, PageHead, Panel } from "../parts/basics";
import { CallerFacts, Outcome, Way } from "../parts/Way";

type Described = Schemas["DescribedRequest"];

interface Form {
  method: string;
  path: string;
  as: string;
  user: string;
  groups: string;
  ip: string;
  certificate: string;
  headers: { name: string; value: string }[];
}

type Result = { state: "none" } | { state: "asking" } | { state: "answered"; explanation: Schemas["Explanation"] } | { state: "failed"; error: ApiError };

/** What the gateway would be asked; empty fields are left out. */
export function describe(form: Form): Described {
  const described: Described = { method: form.method.trim().toUpperCase() || "GET", path: form.path.trim() || "/" };
  const headers: Record<string, string | string[]> = {};
  for (const { name, value } of form.headers) {
    if (name.trim() !== "") {
      const before = headers[name.trim()];
      headers[name.trim()] = before === undefined ? value : [before, value].flat();
    }
  }
  if (Object.keys(headers).length > 0) {
    described.headers = headers;
  }
  for (const field of ["as", "user", "ip", "certificate"] as const) {
    if (form[field].trim() !== "") {
      described[field] = form[field].trim();
    }
  }
  const groups = form.groups
    .split(",")
    .map((group) => group.trim())
    .filter((group) => group !== "");
  if (groups.length > 0) {
    described.groups = groups;
  }
  return described;
}

/** Asks how a request would be handled, as whoever one likes; nothing is sent, counted or consumed. */
export function ExplainPage({ query }: { query: URLSearchParams }) {
  const [form, setForm] = useState<Form>(() => ({
    method: query.get("method") ?? "GET",
    path: query.get("path") ?? "",
    as: query.get("as") ?? "",
    user: query.get("user") ?? "",
    groups: query.get("groups") ?? "",
    ip: query.get("ip") ?? "",
    certificate: "",
    headers: [],
  }));
  const [result, setResult] = useState<Result>({ state: "none" });
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setResult({ state: "asking" });
    try {
      setResult({ state: "answered", explanation: await explain(describe(form)) });
    } catch (cause) {
      setResult({ state: "failed", error: cause instanceof ApiError ? cause : new ApiError(0, "Unreadable answer", String(cause)) });
    }
  };
  return (
    <>
      <PageHead title="Explain a request" />
      <div className="explain-columns">
        <Panel title="Request" note="nothing is sent or counted">
          <form className="explain-form" onSubmit={(event) => void ask(event)}>
            <Fields form={form} change={(changed) => setForm({ ...form, ...changed })} />
            <button type="submit" className="button primary" disabled={result.state === "asking"}>
              Explain
            </button>
          </form>
        </Panel>
        <Panel title="Explanation" note="by the registry of now and the health of the hosts" className="explanation">
          <div aria-live="polite">
            {result.state === "none" && <Empty title="Describe a request">Its way through the stages appears here, each with the line of the configuration that decides.</Empty>}
            {result.state === "asking" && <Loading lines={8} />}
            {result.state === "failed" && <Failure error={result.error} />}
            {result.state === "answered" && (
              <>
                <Outcome explanation={result.explanation} />
                <CallerFacts caller={result.explanation.caller} />
                <Way explanation={result.explanation} />
              </>
            )}
          </div>
        </Panel>
      </div>
    </>
  );
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

function Fields({ form, change }: { form: Form; change: (changed: Partial<Form>) => void }) {
  return (
    <>
      <div className="field-row">
        <div className="field">
          <label htmlFor="method">Method</label>
          <input id="method" list="methods" value={form.method} autoComplete="off" spellCheck={false} maxLength={32} onChange={(event) => change({ method: event.target.value })} />
          <datalist id="methods">
            {METHODS.map((method) => (
              <option key={method} value={method} />
            ))}
          </datalist>
        </div>
        <Text id="path" label="Path, with its query, or a URL" placeholder="/orders/items?limit=10" value={form.path} onChange={(path) => change({ path })} required grow />
      </div>
      <KeyField value={form.as} onChange={(as) => change({ as })} />
      <div className="field-row">
        <Text id="user" label="User" placeholder="the token's" value={form.user} onChange={(user) => change({ user })} grow />
        <Text id="groups" label="Groups" placeholder="admins, staff" value={form.groups} onChange={(groups) => change({ groups })} grow />
      </div>
      <div className="field-row">
        <Text id="ip" label="Address" placeholder="127.0.0.1" value={form.ip} onChange={(ip) => change({ ip })} grow />
        <Text id="certificate" label="Client certificate" placeholder="CN=batch,O=Acme" value={form.certificate} onChange={(certificate) => change({ certificate })} grow />
      </div>
      <HeaderFields headers={form.headers} change={(headers) => change({ headers })} />
    </>
  );
}

/** Names of keys of the tenants that match what is typed: `TENANT/APPLICATION/KEY`. */
function KeyField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [tenant = "", rest] = value.split("/", 2);
  const tenants = useResource("/dashboard/api/tenants", { query: { limit: 100 } });
  const known = rest !== undefined && tenants.data?.tenants.some((one) => one.tenant === tenant);
  const keys = useResource("/dashboard/api/tenants", { query: known ? { tenant, limit: 100 } : { limit: 1 } });
  const options = known ? (keys.data?.keys ?? []).map((key) => key.key) : (tenants.data?.tenants ?? []).map((one) => `${one.tenant}/`);
  return (
    <div className="field">
      <label htmlFor="as">As the key</label>
      <input id="as" list="keys" value={value} placeholder="tenant/application/key" autoComplete="off" spellCheck={false} onChange={(event) => onChange(event.target.value)} />
      <datalist id="keys">
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
      <p className="hint">Taken to present this key; no secret is needed.</p>
    </div>
  );
}

function HeaderFields({ headers, change }: { headers: Form["headers"]; change: (headers: Form["headers"]) => void }) {
  const set = (at: number, changed: Partial<Form["headers"][number]>): void => change(headers.map((header, i) => (i === at ? { ...header, ...changed } : header)));
  return (
    <fieldset>
      <legend>Headers</legend>
      {headers.map((header, i) => (
        <div key={i} className="field-row header-row">
          <input aria-label={`Name of header ${i + 1}`} placeholder="Name" value={header.name} spellCheck={false} onChange={(event) => set(i, { name: event.target.value })} />
          <input aria-label={`Value of header ${i + 1}`} placeholder="Value" value={header.value} spellCheck={false} onChange={(event) => set(i, { value: event.target.value })} />
          <button type="button" className="icon-button" aria-label={`Remove header ${i + 1}`} onClick={() => change(headers.filter((_, k) => k !== i))}>
            <Trash2 aria-hidden="true" />
          </button>
        </div>
      ))}
      <button type="button" className="button" onClick={() => change([...headers, { name: "", value: "" }])}>
        <Plus aria-hidden="true" /> Add a header
      </button>
    </fieldset>
  );
}

interface TextProps {
  id: string;
  label: string;
  placeholder: string;
  value: string;
  required?: boolean;
  grow?: boolean;
  onChange: (value: string) => void;
}

function Text({ id, label, placeholder, value, required = false, grow = false, onChange }: TextProps) {
  return (
    <div className={grow ? "field grow" : "field"}>
      <label htmlFor={id}>{label}</label>
      <input id={id} value={value} placeholder={placeholder} required={required} autoComplete="off" spellCheck={false} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
