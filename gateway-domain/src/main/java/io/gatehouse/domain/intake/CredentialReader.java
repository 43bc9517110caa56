package io.gatehouse.domain.intake;

import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.Credentials;
import io.gatehouse.domain.request.Query;
import io.gatehouse.domain.request.RequestHeaders;
import java.util.ArrayList;
import java.util.List;

/** Collects the credentials that a request presents, wherever they stand; each distinct one once. */
final class CredentialReader {

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
