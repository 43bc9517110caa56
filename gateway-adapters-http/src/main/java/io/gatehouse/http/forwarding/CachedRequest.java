package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.ForwardedOrigin;
import io.gatehouse.domain.response.HeaderFields;
import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.http.cache.CacheKey;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the cache sees of a request, and keeps of a head. */
record CachedRequest(GatewayExchange exchange, RequestState state) {

    private static final String IDENTITY_PREFIX = "x-gateway-";

    /** What is not kept: what says how a message is framed, and what the cache says itself. */
    private static final Set<HttpString> NOT_KEPT =
            Set.of(Headers.CONTENT_LENGTH, Headers.TRANSFER_ENCODING, Headers.CONNECTION, Headers.AGE);

    /** Everything that an upstream is told of what is asked for, and for whom. */
    CacheKey key() {
        String query = state.request().query();
        ForwardedOrigin said = state.exchange().origin();
        String uri = String.join(
                "\n",
                state.version().key().toString(),
                said == null ? "" : said.scheme() + " " + said.host() + " " + said.port(),
                state.incoming().secure() ? "https" : "http",
                state.incoming().authority(),
                state.request().path().forwarded(),
                query == null ? state.route().forwardPath() : state.route().forwardPath() + "?" + query);
        return new CacheKey(uri, state.caller().tenant(), Objects.requireNonNullElse(state.userId(), ""));
    }

    /** What the client has sent until now, also where the gateway asks for something else. */
    HeaderFields fields() {
        FieldLines headers = exchange.request();
        Map<String, List<String>> conditions = Map.of(
                "if-none-match", headers.all("If-None-Match"),
                "if-modified-since", headers.all("If-Modified-Since"));
        return name -> {
            List<String> condition = conditions.get(name.toLowerCase(Locale.ROOT));
            return condition == null ? headers.all(name) : condition;
        };
    }

    /** What a response may vary by: what the client has sent, and what the gateway tells upstreams in its place or besides. */
    HeaderFields seen(HeaderFields sent) {
        ApiKey caller = state.caller().key();
        RequestHeaderEdits edits =
                state.route().service().forwarding().steering().requestHeaders();
        return name -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(IDENTITY_PREFIX)) {
                return List.of((caller == null ? "" : caller.id()) + " "
                        + state.caller().user());
            }
            List<String> seen = new ArrayList<>(edits.isDropped(name) ? List.of() : sent.all(name));
            EditedHeaders.addTo(seen, name, edits, state, exchange);
            if (lower.equals("accept-encoding") && isSentPlain(sent)) {
                seen.add("plain");
            }
            if (lower.equals("forwarded") || lower.startsWith("x-forwarded-")) {
                seen.add(exchange.clientText());
            }
            return seen;
        };
    }

    /** Whether nothing is compressed for it, whatever it takes. */
    private boolean isSentPlain(HeaderFields sent) {
        return state.route().service().forwarding().responses().compression()
                && (exchange.http().isHttp10() || sent.lists("Cache-Control", "no-transform"));
    }

    /** Whether the upstream sees credentials of which the cache knows nothing. */
    boolean isAuthorized() {
        return state.route().service().forwarding().passCredentials()
                && exchange.request().contains(Headers.AUTHORIZATION);
    }

    /** The lines of the response's head that are kept. */
    static List<Map.Entry<String, String>> kept(FieldLines head) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (int i = 0; i < head.count(); i++) {
            if (!NOT_KEPT.contains(head.name(i))) {
                fields.add(Map.entry(head.name(i).toString(), head.value(i)));
            }
        }
        return List.copyOf(fields);
    }
}
