package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.soajs.installation.InstallationFacts.KeyFacts;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call of {@code /soajs/proxy}: handed on to the gateway of another environment, with the tenant's key for it, or to a URL whose scheme,
 * host and port the configuration lists. Nothing that a client sends leads anywhere else.
 *
 * @param environment the code of the environment, in capitals; null for none
 * @param route where to, of which the whole query has been decoded once more
 * @param key a key for there, which the client has sent; null for none
 * @param rest the rest of the query, as it came; null for nothing
 */
record ProxiedCall(
        @Nullable String environment,
        @Nullable String route,
        @Nullable String key,
        @Nullable String rest) {

    private static final String ROUTE = "proxyRoute";
    private static final String ENVIRONMENT = "__env";
    private static final String KEY = "extKey";

    static Decision decide(InstallationFacts facts, RequestState state) {
        ProxiedCall call = of(state, state.request().query());
        if (call.route == null || call.route.isEmpty()) {
            return refuse(Rejection.PROXY_TARGET_MISSING);
        }
        URI route = parsed(call.route);
        if (route == null) {
            return refuse(Rejection.PROXY_TARGET_MISSING);
        }
        VersionNumber target;
        if (call.environment != null) {
            if (key(facts, state, call) == null) {
                return refuse(Rejection.ENVIRONMENT_NOT_ALLOWED);
            }
            if (!facts.environments().containsKey(call.environment)) {
                return refuse(Rejection.ENVIRONMENT_UNKNOWN);
            }
            target = facts.targets().environments().get(call.environment);
            if (target == null) {
                return refuse(Rejection.ENVIRONMENT_UNREACHABLE);
            }
            if (route.isAbsolute() || route.getRawAuthority() != null) {
                return refuse(Rejection.PROXY_TARGET_MISSING);
            }
        } else if (!route.isAbsolute()) {
            return refuse(Rejection.UPSTREAM_UNREACHABLE);
        } else {
            target = facts.targets().origins().get(origin(route));
            if (target == null) {
                return refuse(Rejection.PROXY_TARGET_MISSING);
            }
        }
        return handOn(state, call, route, target);
    }

    private static Decision handOn(RequestState state, ProxiedCall call, URI route, VersionNumber target) {
        ServiceVersion version = state.route().service().version(target);
        if (version == null) {
            return refuse(Rejection.ENVIRONMENT_UNREACHABLE);
        }
        String path = route.normalize().getRawPath();
        String query = joined(route.getRawQuery(), call.rest);
        CanonicalRequest request = state.request();
        state.with(new CanonicalRequest(
                request.method(), request.path(), query, request.host(), request.headers(), request.credentials()));
        state.with(state.route().forwardedTo(path.startsWith("/") ? path : "/" + path));
        return Decision.proceed(state.with(version, state.rule()));
    }

    /** The key for the other environment, and where the call comes from. */
    static void passHeaders(InstallationFacts facts, RequestState state, BiConsumer<String, String> headers) {
        // The query that is handed on is another than the one that came in.
        String key = key(facts, state, of(state, state.incoming().rawQuery()));
        if (key != null && HandedOnToken.isPrintable(key)) {
            headers.accept("key", key);
        }
        headers.accept("soajs_roaming", facts.environment());
    }

    private static @Nullable String key(InstallationFacts facts, RequestState state, ProxiedCall call) {
        if (call.key != null) {
            return call.key;
        }
        KeyFacts caller = state.caller().key() == null
                ? null
                : facts.keys().get(state.caller().key().id());
        return caller == null || call.environment == null
                ? null
                : caller.tenant().externalKeys().get(call.environment);
    }

    private static Decision refuse(Rejection why) {
        return Decision.reject(Refusal.of(why));
    }

    private static ProxiedCall of(RequestState state, @Nullable String query) {
        String header = state.header(ENVIRONMENT);
        String environment = header == null || header.isEmpty() ? null : header;
        String route = null;
        String key = null;
        List<String> rest = new ArrayList<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            switch (name) {
                case ROUTE -> route = decode(value.replace("+", "%2B"));
                case ENVIRONMENT -> environment = value.isEmpty() ? environment : value;
                case KEY -> key = value.isEmpty() ? null : value;
                case "key", "access_token" -> {}
                default -> rest.add(pair);
            }
        }
        return new ProxiedCall(
                environment == null ? null : environment.toUpperCase(Locale.ROOT),
                route,
                key,
                rest.isEmpty() ? null : String.join("&", rest));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static @Nullable URI parsed(String route) {
        try {
            var uri = new URI(route);
            return uri.isOpaque() || uri.getRawUserInfo() != null ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Scheme, host and port of a URL, each written out. */
    static String origin(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static @Nullable String joined(@Nullable String one, @Nullable String other) {
        return one == null || one.isEmpty() ? other : other == null ? one : one + "&" + other;
    }
}
