import { Activity, Compass, Gauge, LogOut, Monitor, Moon, Network, ScrollText, Sun, Users } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import { ApiError, enter } from "../api/client";
import { session } from "../api/session";
import { feed, useFeedState, watch } from "../live/live";
import { useResource } from "../live/resource";
import { AnomaliesPage } from "../pages/Anomalies";
import { ExplainPage } from "../pages/Explain";
import { OverviewPage } from "../pages/Overview";
import { RegistryPage } from "../pages/Registry";
import { RequestPage } from "../pages/Request";
import { RequestsPage } from "../pages/Requests";
import { ServicesPage } from "../pages/Services";
import { SignInPage } from "../pages/SignIn";
import { TenantPage, TenantsPage } from "../pages/Tenants";
import { UnusedPage } from "../pages/Unused";
import { Failure } from "../parts/basics";
import { Logo } from "../parts/Logo";
import { HealthBadge } from "../parts/tones";
import { ConnectionSign } from "./ConnectionSign";
import { href, usePlace, type PageName, type Place } from "./router";
import { theme, useTheme, type Theme } from "./theme";

/** Pages, each with those that are reached by it. */
const PAGES: { name: PageName; title: string; icon: ReactNode; behind?: Partial<Record<PageName, string>> }[] = [
  { name: "overview", title: "Overview", icon: <Gauge aria-hidden="true" />, behind: { anomalies: "Anomalies" } },
  { name: "services", title: "Services", icon: <Network aria-hidden="true" /> },
  { name: "requests", title: "Requests", icon: <Activity aria-hidden="true" /> },
  { name: "tenants", title: "Tenants", icon: <Users aria-hidden="true" /> },
  { name: "registry", title: "Registry", icon: <ScrollText aria-hidden="true" />, behind: { unused: "What nobody uses" } },
  { name: "explain", title: "Explain", icon: <Compass aria-hidden="true" /> },
];

export function App() {
  const access = useSyncExternalStore(session.subscribe, session.access);
  if (access === "wanted" || access === "refused") {
    return <SignInPage refused={access === "refused"} />;
  }
  return access === "open" ? <Shell /> : <Entrance />;
}

/** Stands until the gateway has said whether one may see anything. */
function Entrance() {
  const [problem, setProblem] = useState<ApiError | null>(null);
  const tryToEnter = (): void => {
    setProblem(null);
    enter().catch((cause: unknown) => setProblem(cause instanceof ApiError ? cause : new ApiError(0, "Unreadable answer", String(cause))));
  };
  useEffect(tryToEnter, []);
  return (
    <main className="entrance">
      <Logo />
      <h1 className="unseen">Gatehouse</h1>
      {problem !== null && problem.status !== 401 && <Failure error={problem} retry={tryToEnter} />}
    </main>
  );
}

function Shell() {
  const place = usePlace();
  const live = place.page === "requests" && place.id === null;
  const at = PAGES.find((page) => page.name === place.page || page.behind?.[place.page] !== undefined);
  const title = at?.behind?.[place.page] ?? at?.title ?? "Overview";
  const first = useRef(true);

  useEffect(() => {
    if (!live) {
      watch(null);
    }
  }, [live]);

  useEffect(followWhileSeen, []);

  useEffect(() => {
    document.title = `${place.id ?? title} – Gatehouse`;
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [place.page, place.id, title]);

  return (
    <div className="shell">
      <a className="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <nav className="nav" aria-label="Pages">
        <a className="brand" href={href("overview")} aria-label="Gatehouse, overview">
          <Logo />
          <span>Gatehouse</span>
        </a>
        <ul>
          {PAGES.map((page) => (
            <li key={page.name}>
              <a href={href(page.name)} aria-current={page !== at ? undefined : place.page === page.name ? "page" : "true"}>
                {page.icon}
                <span>{page.title}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <TopBar />
      <main className="main" id="main" tabIndex={-1}>
        <Page place={place} />
      </main>
    </div>
  );
}

const HIDDEN_MILLIS = 30_000;

/** Browsers have six connections to a server, for all tabs together: one that nobody looks at gives its own back. */
function followWhileSeen(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => feed.stop();
  const resume = (): void => {
    clearTimeout(timer);
    feed.resume();
    feed.retryNow();
  };
  const look = (): void => {
    if (document.hidden) {
      timer = setTimeout(stop, HIDDEN_MILLIS);
    } else {
      resume();
    }
  };
  const listeners: [EventTarget, string, () => void][] = [
    [window, "online", resume],
    [window, "pageshow", resume],
    [window, "pagehide", stop],
    [document, "visibilitychange", look],
  ];
  listeners.forEach(([target, event, listener]) => target.addEventListener(event, listener));
  return () => {
    clearTimeout(timer);
    listeners.forEach(([target, event, listener]) => target.removeEventListener(event, listener));
    stop();
  };
}

function skip(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Page({ place }: { place: Place }) {
  switch (place.page) {
    case "anomalies":
      return <AnomaliesPage query={place.query} />;
    case "services":
      return <ServicesPage />;
    case "requests":
      return place.id === null ? <RequestsPage query={place.query} /> : <RequestPage key={place.id} id={place.id} />;
    case "tenants":
      return place.id === null ? <TenantsPage /> : <TenantPage key={place.id} tenant={place.id} />;
    case "registry":
      return <RegistryPage />;
    case "unused":
      return <UnusedPage query={place.query} />;
    case "explain":
      return <ExplainPage query={place.query} />;
    default:
      return <OverviewPage />;
  }
}

function TopBar() {
  const health = useResource("/dashboard/api/health", {}, 10_000);
  return (
    <header className="top">
      <a className="brand brand-narrow" href={href("overview")} aria-label="Gatehouse, overview">
        <Logo />
      </a>
      {health.data && (
        <div className="top-facts">
          <span className="environment">{health.data.environment}</span>
          <HealthBadge status={health.data.status} />
          <a className="quiet-link wide-only" href={href("registry")}>
            revision <b>{health.data.registry.revision}</b>
          </a>
          <span className="quiet wide-only">version {health.data.version}</span>
        </div>
      )}
      <div className="top-end">
        <ConnectionSign state={useFeedState()} />
        <ThemeButton />
        {session.token() !== null && (
          <button type="button" className="icon-button" aria-label="Sign out" title="Sign out" onClick={() => session.signOut()}>
            <LogOut aria-hidden="true" />
          </button>
        )}
      </div>
    </header>
  );
}

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const THEME_ICONS: Record<Theme, ReactNode> = {
  system: <Monitor aria-hidden="true" />,
  light: <Sun aria-hidden="true" />,
  dark: <Moon aria-hidden="true" />,
};

function ThemeButton() {
  const chosen = useTheme();
  const label = `Colours: ${chosen}. Change to ${NEXT[chosen]}`;
  return (
    <button type="button" className="icon-button" id="theme" aria-label={label} title={label} onClick={() => theme.choose(NEXT[chosen])}>
      {THEME_ICONS[chosen]}
    </button>
  );
}
