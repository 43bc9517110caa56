package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which web pages may call, and how (the CORS protocol). */
public record CorsDocument(
        @Described("Where they may come from: https://shop.example, https://*.shop.example, or *.") @NotEmpty
        List<CorsOrigin> origins,

        @Described("The methods they may use.")
        @Default({"GET", "HEAD", "POST"})
        @Matching(value = MethodName.FORM, expected = MethodName.EXPECTED)
        @NotEmpty
        List<String> methods,

        @Described("The request headers they may send.")
        @Default({})
        @Matching(value = HeaderName.FORM, expected = HeaderName.EXPECTED)
        List<String> headers,

        @Described("The answer's headers they may read, besides the gateway's own.")
        @Default({})
        @Matching(value = HeaderName.FORM, expected = HeaderName.EXPECTED)
        List<String> exposeHeaders,

        @Described("Whether cookies and the like are sent along; never together with *.") @Default("false")
        boolean credentials,

        @Described("How long a browser may remember the answer.") @Nullable
        Duration maxAge,

        Origin origin) {

    public CorsDocument {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposeHeaders = List.copyOf(exposeHeaders);
        if (credentials && (origins.stream().anyMatch(CorsOrigin::isAny) || headers.contains("*"))) {
            throw new MalformedValue("no * together with credentials: true");
        }
    }
}
