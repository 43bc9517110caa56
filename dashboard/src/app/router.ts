import { useSyncExternalStore } from "react";

/** Pages by what stands behind the `#`, as the gateway has one address for all of them. */
export type PageName = "overview" | "anomalies" | "services" | "requests" | "tenants" | "registry" | "unused" | "explain";

export interface Place {
  page: PageName;
  /** What of the page is shown, such as the id of a request. */
  id: string | null;
  query: URLSearchParams;
}

const PAGES: readonly string[] = ["overview", "anomalies", "services", "requests", "tenants", "registry", "unused", "explain"];

export function parse(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [page = "", ...id] = path.split("/");
  return {
    page: PAGES.includes(page) ? (page as PageName) : "overview",
    id: PAGES.includes(page) && id.length > 0 && id[0] !== "" ? decode(id.join("/")) : null,
    query: new URLSearchParams(query),
  };
}

export function href(page: PageName, id: string | null = null, query: Record<string, string | undefined> = {}): string {
  const wanted = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") {
      wanted.set(name, value);
    }
  }
  const path = id === null ? page : `${page}/${encodeURIComponent(id)}`;
  return `#/${path}${wanted.size > 0 ? `?${wanted}` : ""}`;
}

/** Goes there; without a step to go back to if it is the same page in another light. */
export function go(where: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", where);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = where;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

let last: { hash: string; place: Place } | undefined;

function current(): Place {
  if (last?.hash !== location.hash) {
    last = { hash: location.hash, place: parse(location.hash) };
  }
  return last.place;
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, current);
}
