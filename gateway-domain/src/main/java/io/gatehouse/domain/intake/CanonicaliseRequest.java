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
import io.gatehouse.domain.request.RememberedText;
import io.gatehouse.domain.request.RequestHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Stops requests that can be read in more than one way, and methods that no gateway should forward. */
public final class CanonicaliseRequest implements RequestStage {

    private final CredentialNames names;
    private final CredentialReader reader;
    private final RememberedText<String> hosts = new RememberedText<>();

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
            String host = Objects.requireNonNull(hosts.of(incoming.authority(), Authority::host));
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
        private final RememberedText<List<String>> bearers = new RememberedText<>();

        CredentialReader(CredentialNames names) {
            this.names = names;
        }

        Credentials read(RequestHeaders headers, Query query) {
            List<String> keys = collect(headers, names.keyHeaders());
            List<String> tokens = bearers(headers, collect(headers, names.tokenHeaders()));
            keys = with(query.keys(), keys);
            tokens = with(query.tokens(), tokens);
            return keys.isEmpty() && tokens.isEmpty() ? Credentials.NONE : new Credentials(keys, tokens);
        }

        private static List<String> collect(RequestHeaders headers, List<String> names) {
            List<String> found = List.of();
            for (String name : names) {
                String first = headers.first(name);
                if (first != null) {
                    found = headers.isRepeated(name) ? with(headers.all(name), found) : with(first, found);
                }
            }
            return found;
        }

        private static List<String> bearer(String line) {
            return line.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? List.of(line.substring(BEARER.length()).trim())
                    : List.of();
        }

        private List<String> bearers(RequestHeaders headers, List<String> known) {
            String first = headers.first("Authorization");
            if (first == null) {
                return known;
            }
            if (!headers.isRepeated("Authorization")) {
                return with(bearersIn(first), known);
            }
            List<String> all = known;
            for (String line : headers.all("Authorization")) {
                all = with(bearersIn(line), all);
            }
            return all;
        }

        private List<String> bearersIn(String line) {
            return Objects.requireNonNull(bearers.of(line, CredentialReader::bearer));
        }

        private static List<String> with(List<String> values, List<String> known) {
            if (known.isEmpty() && values.size() <= 1) {
                return values;
            }
            List<String> all = known;
            for (int i = 0; i < values.size(); i++) {
                all = with(values.get(i), all);
            }
            return all;
        }

        /** Nearly always the first and only one. */
        private static List<String> with(String value, List<String> known) {
            if (known.isEmpty()) {
                return List.of(value);
            }
            if (known.contains(value)) {
                return known;
            }
            var more = new ArrayList<>(known);
            more.add(value);
            return List.copyOf(more);
        }
    }
}
