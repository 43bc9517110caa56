package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.ScalarType;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which web pages may call, and how (the CORS protocol). */
public record CorsDocument(
        @Described("Where they may come from: https://shop.example, https://*.shop.example, or *.") @NotEmpty
        List<CorsOrigin> origins,

        @Described("The methods they may use.")
        @Default({"GET", "HEAD", "POST"})
        @Matching(value = NameForms.METHOD, expected = NameForms.METHOD_EXPECTED)
        @NotEmpty
        List<String> methods,

        @Described("The request headers they may send.")
        @Default({})
        @Matching(value = NameForms.HEADER, expected = NameForms.HEADER_EXPECTED)
        List<String> headers,

        @Described("The response headers they may read, besides the gateway's own.")
        @Default({})
        @Matching(value = NameForms.HEADER, expected = NameForms.HEADER_EXPECTED)
        List<String> exposeHeaders,

        @Described("Whether cookies and the like are sent along; never together with *.") @Default("false")
        boolean credentials,

        @Described("Whether every OPTIONS is answered here, be it from a page or not.") @Default("false")
        boolean answerOptions,

        @Described("How long a browser may cache the response.") @Nullable
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

    /**
     * An origin that browsers may call from: {@code https://shop.example}, {@code https://*.shop.example} (one label or
     * more), or {@code *} for all.
     */
    @ScalarType(
            name = "origin",
            expected = "an origin such as https://shop.example or https://*.shop.example, or *",
            pattern = "\\*|[a-z][a-z0-9+.-]*://[^/?#@]+")
    public record CorsOrigin(String text) {

        private static final Pattern FORM = Pattern.compile(
                "[a-z][a-z0-9+.-]{0,31}://(\\*\\.)?([a-z0-9_][a-z0-9_-]*(\\.[a-z0-9_][a-z0-9_-]*)*|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

        public static CorsOrigin parse(String text) {
            if (!text.equals("*") && !FORM.matcher(text).matches()) {
                throw new MalformedValue(
                        "an origin in lower case such as https://shop.example or https://*.shop.example, without a path, or *");
            }
            return new CorsOrigin(text);
        }

        /** Whether every origin is meant. */
        public boolean isAny() {
            return text.equals("*");
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
