package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.RequestHeaderEdits.Piece;
import io.gatehouse.domain.service.RequestPlaceholder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is changed in the headers of every request of a service on its way to an upstream. */
public record RequestHeadersDocument(
        @Described("Headers to set, in the place of the client's.") @Default({})
        Map<RequestHeaderName, RequestHeaderValue> set,

        @Described("Headers to add to the client's.") @Default({})
        Map<RequestHeaderName, RequestHeaderValue> add,

        @Described("Headers of the client's that do not pass.") @Default({})
        List<RequestHeaderName> remove,

        Origin origin) {

    public RequestHeadersDocument {
        set = OrderedMap.copyOf(set);
        add = OrderedMap.copyOf(add);
        remove = List.copyOf(remove);
    }

    /**
     * The name of a header that an operator may set, add or remove: none that the gateway writes itself or answers for.
     *
     * @param text as it is written
     */
    @ScalarType(name = "request header", expected = NameForms.HEADER_EXPECTED, pattern = NameForms.HEADER)
    public record RequestHeaderName(String text) {

        private static final Pattern FORM = Pattern.compile(NameForms.HEADER);

        /** Names as {@link RequestHeaderEdits#canonical} spells them; all of the families in {@link #FAMILIES} besides. */
        private static final Set<String> RESERVED = Set.of(
                "access-token",
                "authorization",
                "expect",
                "forwarded",
                "host",
                "http2-settings",
                "key",
                "proxy-authorization",
                "soajsinjectobj",
                "via",
                "x-api-key",
                "x-request-id");

        private static final List<String> FAMILIES = List.of("x-gateway-", "x-forwarded-");

        /** Reads a name. */
        public static RequestHeaderName parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new MalformedValue(NameForms.HEADER_EXPECTED);
            }
            String name = RequestHeaderEdits.canonical(text);
            if (NameForms.isFramingHeader(name)
                    || RESERVED.contains(name)
                    || FAMILIES.stream().anyMatch(name::startsWith)) {
                throw new MalformedValue(
                        "a header that is not the gateway's own to say: none of the connection and the framing,"
                                + " no Host, no credential, no X-Forwarded-*, X-Gateway-* or X-Request-Id");
            }
            return new RequestHeaderName(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * What a header says: visible ASCII with placeholders.
     *
     * @param pieces in order, never empty
     */
    @ScalarType(
            name = "request header value",
            expected = "a text of visible ASCII characters, with placeholders such as ${tenant}",
            pattern = "[\\t\\x20-\\x7e]{1,8000}")
    public record RequestHeaderValue(List<Piece> pieces) {

        private static final Pattern FORM = Pattern.compile("[\\t\\x20-\\x7e]{1,8000}");

        public RequestHeaderValue {
            pieces = List.copyOf(pieces);
        }

        /** Reads a text in which each <code>${</code> begins a placeholder. */
        public static RequestHeaderValue parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new MalformedValue("a text of visible ASCII characters");
            }
            var pieces = new ArrayList<Piece>();
            int end = 0;
            for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", end)) {
                if (start > end) {
                    pieces.add(new Piece(text.substring(end, start), null));
                }
                int close = text.indexOf('}', start);
                RequestPlaceholder known =
                        close < 0 ? null : RequestPlaceholder.named(text.substring(start + 2, close));
                if (known == null) {
                    throw new MalformedValue("of placeholders one of "
                            + Arrays.stream(RequestPlaceholder.values())
                                    .map(each -> "${" + each.word() + "}")
                                    .collect(Collectors.joining(", ")));
                }
                pieces.add(new Piece(null, known));
                end = close + 1;
            }
            if (end < text.length()) {
                pieces.add(new Piece(text.substring(end), null));
            }
            return new RequestHeaderValue(pieces);
        }
    }
}
