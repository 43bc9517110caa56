package io.gatehouse.compiler;

import io.gatehouse.compiler.document.CorsDocument;
import io.gatehouse.compiler.document.CorsDocument.CorsOrigin;
import io.gatehouse.domain.policy.CorsPolicy;
import io.gatehouse.domain.policy.CorsPolicy.Wildcard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles which web pages may call. */
final class CorsCompiler {

    private static final List<String> OUR_HEADERS =
            List.of("X-Request-Id", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");

    private CorsCompiler() {}

    static @Nullable CorsPolicy compile(@Nullable CorsDocument document) {
        if (document == null) {
            return null;
        }
        var exact = new HashSet<String>();
        var wildcards = new ArrayList<Wildcard>();
        for (CorsOrigin origin : document.origins()) {
            int star = origin.text().indexOf("*.");
            if (star > 0) {
                wildcards.add(new Wildcard(
                        origin.text().substring(0, star), origin.text().substring(star + 1)));
            } else {
                exact.add(origin.text());
            }
        }
        boolean any = document.origins().stream().anyMatch(CorsOrigin::isAny);
        return new CorsPolicy(
                any,
                exact,
                wildcards,
                document.credentials(),
                preflight(document),
                exposed(document),
                document.origin());
    }

    private static Map<String, String> preflight(CorsDocument document) {
        var headers = new HashMap<String, String>();
        headers.put("Access-Control-Allow-Methods", String.join(", ", document.methods()));
        if (!document.headers().isEmpty()) {
            headers.put("Access-Control-Allow-Headers", String.join(", ", document.headers()));
        }
        if (document.maxAge() != null) {
            headers.put(
                    "Access-Control-Max-Age", Long.toString(document.maxAge().toSeconds()));
        }
        return headers;
    }

    private static String exposed(CorsDocument document) {
        var names = new ArrayList<>(OUR_HEADERS);
        names.addAll(document.exposeHeaders());
        return String.join(", ", names);
    }
}
