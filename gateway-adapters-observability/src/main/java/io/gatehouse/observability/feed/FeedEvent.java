package io.gatehouse.observability.feed;

import io.gatehouse.observability.ApiJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event of the feed; its data are an event of that name in the dashboard's API.
 *
 * @param kind its kind
 * @param data what is made JSON
 */
public record FeedEvent(Kind kind, Object data) {

    /** What there are events of. */
    public enum Kind {
        REQUEST,
        LIMIT,
        SERVICE,
        BREAKER,
        REGISTRY,
        METRICS,
        ANOMALY;

        /** The name of the event. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of this name; null if there is none. */
        static @Nullable Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElse(null);
        }

        static String words() {
            return String.join(", ", List.of(values()).stream().map(Kind::word).toList());
        }
    }

    /**
     * A host of a version has changed.
     *
     * @param state {@code healthy}, {@code unhealthy}, {@code ejected} or {@code readmitted}
     */
    public record HostChange(
            String time,
            String service,
            String version,
            String upstream,
            String state,
            @Nullable String reason) {}

    /**
     * The circuit breaker of a version has changed.
     *
     * @param state {@code closed}, {@code half-open} or {@code open}
     */
    public record BreakerChange(
            String time,
            String service,
            String version,
            String state,
            @Nullable String reason) {}

    /** Another registry is served, or what the source holds is refused. */
    public record RegistryChange(String time, long revision, String hash, int problems) {}

    /** A limit has refused so many requests of somebody since the last such event. */
    public record LimitRefusals(
            String time,
            @Nullable String tenant,
            @Nullable String key,
            @Nullable String client,
            @Nullable String service,
            @Nullable String strategy,
            String code,
            long refused) {}

    /** As it goes over the wire. */
    byte[] encoded(long id) {
        return encoded(kind.word(), id, ApiJson.bytes(data));
    }

    /** Some events were not sent to a reader. */
    static byte[] lost(long lost) {
        return ("event: lost\ndata: {\"lost\":" + lost + "}\n\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] encoded(String name, long id, byte[] json) {
        byte[] head = ("id: " + id + "\nevent: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + json.length + 2);
        System.arraycopy(json, 0, whole, head.length, json.length);
        whole[whole.length - 2] = '\n';
        whole[whole.length - 1] = '\n';
        return whole;
    }
}
