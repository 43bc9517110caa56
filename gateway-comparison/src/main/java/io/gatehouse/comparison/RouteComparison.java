package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.domain.request.CanonicalPath;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionNumber;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares where paths lead: both sides are asked to find every route, and every service by its name. */
record RouteComparison(Services before, Services after, ComparisonFindings findings) {

    /** A host that no route names; no host can have this name. */
    private static final String ANY_OTHER_HOST = "?";

    private record Way(String path, @Nullable String host) {
        static Way of(Route route) {
            return new Way(route.path(), route.host());
        }

        CanonicalPath canonical() {
            return new CanonicalPath(path, path, false, false);
        }

        String asked() {
            return host == null ? ANY_OTHER_HOST : host;
        }

        @Override
        public String toString() {
            return (host == null ? "" : host) + path;
        }
    }

    void compare() {
        Map<Way, Route> olds = routes(before);
        Map<Way, Route> news = routes(after);
        olds.forEach((way, old) -> {
            Route now = news.get(way);
            if (now == null) {
                gone(way, old);
            } else {
                kept(way, old, now);
            }
        });
        news.forEach((way, now) -> {
            if (!olds.containsKey(way)) {
                added(way, now);
            }
        });
        byName();
    }

    private static Map<Way, Route> routes(Services services) {
        var routes = new LinkedHashMap<Way, Route>();
        services.routes().forEach(route -> routes.put(Way.of(route), route));
        return routes;
    }

    private void kept(Way way, Route old, Route now) {
        String name = name(way, old);
        if (!old.service().name().equals(now.service().name())) {
            report(Severity.POSSIBLE_LOSS, name, "leads to " + now.service().name() + " instead");
        } else if (!Objects.equals(old.version(), now.version())) {
            report(
                    Severity.POSSIBLE_LOSS,
                    name,
                    "leads to " + version(now.version()) + " instead of " + version(old.version()));
        }
        if (!Objects.equals(old.redirect(), now.redirect())) {
            report(
                    Severity.POSSIBLE_LOSS,
                    name,
                    now.redirect() == null
                            ? "no longer redirects to " + target(old)
                            : "redirects to " + target(now)
                                    + (old.redirect() == null ? "" : " instead of " + target(old)));
        }
        if (!Objects.equals(old.rewrite(), now.rewrite())) {
            report(
                    Severity.POSSIBLE_LOSS,
                    name,
                    now.rewrite() == null
                            ? "no longer hands " + old.rewrite() + " on in the place of its path"
                            : "hands " + now.rewrite() + " on in the place of its path");
        } else if (old.strip() != now.strip()) {
            report(
                    Severity.POSSIBLE_LOSS,
                    name,
                    now.strip() ? "no longer hands its own path on" : "now hands its own path on");
        }
    }

    private static String target(Route route) {
        Route.Redirect redirect = route.redirect();
        return redirect == null ? "nowhere" : redirect.url() + " (" + redirect.status() + ")";
    }

    private void gone(Way way, Route old) {
        RouteMatch now = after.find(way.canonical(), way.asked());
        String where = now == null ? "" : "; its calls lead to " + now.service().name() + " by " + now.label();
        report(now == null ? Severity.LOSS : Severity.POSSIBLE_LOSS, name(way, old), "is gone" + where);
    }

    private void added(Way way, Route now) {
        RouteMatch old = before.find(way.canonical(), way.asked());
        String where = old == null
                ? ""
                : " and takes over calls that led to " + old.service().name() + " by " + old.label();
        report(old == null ? Severity.CHANGE : Severity.POSSIBLE_LOSS, name(way, now), "is new" + where);
    }

    /** A route can take over what led to a service by its name. */
    private void byName() {
        for (Service service : before.all()) {
            Service now = after.named(service.name());
            if (now == null) {
                continue;
            }
            for (String host : hosts()) {
                var way = new Way("/" + service.name(), host.equals(ANY_OTHER_HOST) ? null : host);
                RouteMatch was = before.find(way.canonical(), way.asked());
                RouteMatch is = after.find(way.canonical(), way.asked());
                boolean byName = was != null && was.label().equals(service.name());
                if (byName && is != null && !is.label().equals(service.name())) {
                    report(
                            Severity.POSSIBLE_LOSS,
                            "service " + service.name(),
                            "is no longer reached as " + way + ", which leads to "
                                    + is.service().name() + " by route " + is.label());
                }
            }
        }
    }

    /** Any host, and those that may be treated otherwise for every path. */
    private Set<String> hosts() {
        var hosts = new LinkedHashSet<String>();
        hosts.add(ANY_OTHER_HOST);
        after.routes().stream()
                .filter(route -> route.path().equals("/") && route.host() != null)
                .forEach(route -> hosts.add(String.valueOf(route.host())));
        return hosts;
    }

    private static String version(@Nullable VersionNumber version) {
        return version == null ? "the newest version" : "v" + version;
    }

    private static String name(Way way, Route route) {
        return "route " + way + " of " + route.service().name();
    }

    private void report(Severity severity, String subject, String what) {
        findings.add(severity, ChangeKind.ROUTE, subject, Phrase.of(what));
    }
}
