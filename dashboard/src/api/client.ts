import type { components, paths } from "./schema";
import { session } from "./session";

/** What the admin port answers, by the names of its OpenAPI file. */
export type Schemas = components["schemas"];

type Json<Operation> = Operation extends { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;
type Query<Operation> = Operation extends { parameters: { query?: infer Wanted } } ? Wanted : never;
type InPath<Operation> = Operation extends { parameters: { path: infer Wanted } } ? Wanted : never;

type Got<P extends keyof paths> = paths[P]["get"];
export type Readable = { [P in keyof paths]: [Json<Got<P>>] extends [never] ? never : P }[keyof paths];
export type Answer<P extends Readable> = Json<Got<P>>;

export interface Asked<P extends Readable> {
  query?: Query<Got<P>>;
  path?: InPath<Got<P>>;
}

/** An answer that is an error, as RFC 9457 problem details say it, or a server that cannot be reached (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** The admin port, of which the page is at `dashboard/`. */
function root(): string {
  return typeof document === "undefined" ? "http://127.0.0.1/" : new URL("..", document.baseURI).href;
}

let base: string | undefined;

/** What this gateway answers; not known before somebody has been let in. */
let answered: ReadonlySet<string> | null = null;

/** Asks whether one may see anything, and what there is to be seen. */
export async function enter(): Promise<void> {
  const response = await send(address("/dashboard/answered.json"), { headers: { Accept: "application/json" } });
  answered = new Set((await response.json()) as string[]);
  session.accepted();
}

/** Throws as if the gateway had said it, if it does not answer there. */
function demand(path: string): void {
  if (answered !== null && !answered.has(path)) {
    throw new ApiError(404, "Not there", "This gateway has that switched off.");
  }
}

/** Talks to another server than the page's; for tests. */
export function talkTo(server: string): void {
  base = server;
}

export function address(path: string, inPath: object = {}, query: object = {}): URL {
  let filled = path;
  for (const [name, value] of Object.entries(inPath)) {
    filled = filled.replace(`{${name}}`, encodeURIComponent(String(value)));
  }
  const url = new URL(filled.slice(1), base ?? root());
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") {
      url.searchParams.set(name, String(value));
    }
  }
  return url;
}

/** Sends a request with the token, if there is one. A 401 ends the session. */
export async function send(url: URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const token = session.token();
  if (token !== null) {
    headers.set("Authorization", `Bearer ${token}`);
  }
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers, cache: "no-store", credentials: "omit", redirect: "error" });
  } catch (cause) {
    if (init.signal?.aborted) {
      throw cause;
    }
    throw new ApiError(0, "The gateway cannot be reached", "It is down, restarting, or the network between is.");
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401) {
      session.refused(token);
    }
    throw problem;
  }
  return response;
}

async function problemOf(response: Response): Promise<ApiError> {
  try {
    const problem = (await response.json()) as Partial<Schemas["Problem"]>;
    return new ApiError(response.status, problem.title ?? response.statusText, problem.detail ?? "");
  } catch {
    return new ApiError(response.status, response.statusText || "Error", `status ${response.status}`);
  }
}

export async function get<P extends Readable>(path: P, asked: Asked<P> = {}, signal?: AbortSignal): Promise<Answer<P>> {
  demand(path);
  const response = await send(address(path, asked.path as object | undefined, asked.query as object | undefined), {
    headers: { Accept: "application/json" },
    ...(signal ? { signal } : {}),
  });
  return (await response.json()) as Answer<P>;
}

export async function explain(request: Schemas["DescribedRequest"]): Promise<Schemas["Explanation"]> {
  const response = await send(address("/explain"), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(request),
  });
  return (await response.json()) as Schemas["Explanation"];
}
