package io.gatehouse.domain.intake;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.AmbiguousPathException;
import io.gatehouse.domain.request.Authority;
import io.gatehouse.domain.request.CanonicalPath;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.Credentials;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.PathCanonicaliser;
import io.gatehouse.domain.request.Query;
import io.gatehouse.domain.request.RequestHeaders;
import java.util.ArrayList;
import java.util.List;

/** Stops requests that can be read in more than one way, and methods that no gateway should forward. */
public final class CanonicaliseRequest implements RequestStage {

    private final CredentialNames names;
    private final CredentialReader reader;

    public CanonicaliseRequest(CredentialNames names) {
        this.names = names;
        this.reader = new CredentialReader(names);
    }

    @Override
    public Decision decide(RequestState state) {
        IncomingRequest incoming = state.incoming();
        String method = incoming.method();
        if (method.equals("TRACE") || method.equals("CONNECT")) {
            return Decision.reject(Refusal.of(Rejection.METHOD_NOT_SUPPORTED)
                    .with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
        }
        if (!Query.isLegal(incoming.rawQuery())) {
            return Decision.reject(Refusal.of(
                    Rejection.MALFORMED_REQUEST, "the query holds a character that must be percent-encoded"));
        }
        try {
            CanonicalPath path = PathCanonicaliser.canonicalise(incoming.rawPath());
            String host = Authority.host(incoming.authority());
            Query query = Query.of(incoming.rawQuery(), names);
            Credentials credentials = reader.read(incoming.headers(), query);
            return Decision.proceed(state.with(
                    new CanonicalRequest(method, path, query.rest(), host, incoming.headers(), credentials)));
        } catch (AmbiguousPathException e) {
            return Decision.reject(Refusal.of(Rejection.AMBIGUOUS_PATH, e.reason()));
        }
    }

    /** Collects the credentials that a request presents, wherever they stand; each distinct one once. */
    private static final class CredentialReader {

        private static final String BEARER = "bearer ";

        private final CredentialNames names;

        CredentialReader(CredentialNames names) {
            this.names = names;
        }

        Credentials read(RequestHeaders headers, Query query) {
            var keys = new ArrayList<String>(1);
            var tokens = new ArrayList<String>(1);
            collect(headers, names.keyHeaders(), keys);
            collect(headers, names.tokenHeaders(), tokens);
            if (headers.first("Authorization") != null) {
                bearers(headers.all("Authorization"), tokens);
            }
            query.keys().forEach(key -> add(key, keys));
            query.tokens().forEach(token -> add(token, tokens));
            return keys.isEmpty() && tokens.isEmpty() ? Credentials.NONE : new Credentials(keys, tokens);
        }

        private static void collect(RequestHeaders headers, List<String> names, List<String> to) {
            for (String name : names) {
                if (headers.first(name) != null) {
                    headers.all(name).forEach(value -> add(value, to));
                }
            }
        }

        private static void bearers(List<String> lines, List<String> to) {
            for (String line : lines) {
                if (line.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                    add(line.substring(BEARER.length()).trim(), to);
                }
            }
        }

        private static void add(String value, List<String> to) {
            if (!to.contains(value)) {
                to.add(value);
            }
        }
    }
}
