package io.gatehouse.observability.tracing;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.configuration.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/** The section {@code tracing} of gateway.yml. */
public record TracingSettings(
        @Described("The collector, such as http://localhost:4318; spans go to /v1/traces there by OTLP over HTTP.")
        CollectorUrl otlp,

        @Described(
                "The share of the traces that begin here, or come from callers who are not believed; other callers' are sampled as these say.")
        @Default("10%")
        Percentage sample,

        @Described("How many traces are sampled in a second at most; of failed exchanges as many again.")
        @Default("50")
        @Range(min = 1, max = 100_000)
        int maxPerSecond,

        @Described(
                "Whose callers say what is sampled: trusted, those in trusted-proxies; all, everybody, who can have any trace sampled.")
        @Default("trusted")
        Parents parents,

        @Described("Whether exchanges that failed (5xx, or cut off) are sent whatever the share.") @Default("true")
        boolean errors,

        @Described("What the gateway is called in traces.")
        @Default("gatehouse")
        @Matching(value = "[!-~][ -~]{0,127}", expected = "a text of visible ASCII characters")
        String serviceName,

        @Described("Header fields of each call to the collector, such as its key.")
        @Default({})
        @KeyPattern(value = "[A-Za-z0-9-]{1,100}", expected = "the name of a header field")
        Map<String, Secret> headers,

        Origin origin) {

    /** What the adapter is called that takes these; no plug-in of the section {@code traffic-listeners}. */
    public static final String ADAPTER = "gatehouse-tracing";

    public TracingSettings {
        headers = OrderedMap.copyOf(headers);
    }

    /** Whose word on what is sampled holds. */
    public enum Parents {
        /** That of trusted proxies. */
        TRUSTED,
        /** Everybody's. */
        ALL
    }

    /** Where a collector takes what is sent to it. */
    @ScalarType(
            name = "collector",
            expected = "a URL such as http://localhost:4318",
            pattern = "https?://[^/?#@]+(/[^?#]*)?")
    public record CollectorUrl(String text) {

        private static final String EXPECTED = "a URL such as http://localhost:4318";

        public static CollectorUrl parse(String text) {
            try {
                var url = new URI(text);
                boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
                if (!web
                        || url.getHost() == null
                        || url.getUserInfo() != null
                        || url.getQuery() != null
                        || url.getFragment() != null) {
                    throw new MalformedValue(EXPECTED);
                }
                return new CollectorUrl(text);
            } catch (URISyntaxException e) {
                throw new MalformedValue(EXPECTED);
            }
        }

        /** Where spans go. */
        String traces() {
            return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/v1/traces";
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
