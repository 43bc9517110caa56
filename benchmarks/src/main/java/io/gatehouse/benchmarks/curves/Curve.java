package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.load.backend.Backend.Payload;
import java.util.List;
import java.util.Locale;

/** What can be measured, in the order in which it is: what matters most comes first, should time run out. */
enum Curve {
    /** What a request costs at saturation: three kinds of requests, every contestant. */
    REQUESTS,
    /** Latency of a steady stream, at shares of what each contestant can do. */
    LATENCY,
    /** Cost by the number of keys in the registry. */
    KEYS,
    /** Bytes allocated for a request. */
    ALLOCATION,
    /** Cost and latency of a steady stream by the number of open connections. */
    CONNECTIONS,
    /** Cost by the size of the response. */
    BODIES,
    /** Cost by the number of services in the registry. */
    SERVICES,
    /** Latency of a steady stream while the registry is loaded again and again, by the number of keys. */
    RELOAD;

    static final String GET_1K = "get-1k";
    static final String POST_4K = "post-4k";
    static final String GET_100K = "get-100k";

    /** The name in files and options. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Places on the curve; fewer where it has to be quick. */
    List<Integer> points(boolean quick) {
        return switch (this) {
            case LATENCY -> quick ? List.of(25, 50, 75) : List.of(10, 25, 50, 75, 90);
            case KEYS -> List.of(1, 10, 100, 1000, 10_000, 100_000);
            case CONNECTIONS -> quick ? List.of(1, 100, 1000, 10_000) : List.of(1, 10, 100, 1000, 3000, 10_000);
            case SERVICES -> List.of(1, 10, 100, 1000);
            case RELOAD -> quick ? List.of(1, 1000, 100_000) : List.of(1, 100, 1000, 10_000, 100_000);
            case BODIES -> Payload.sizes();
            case REQUESTS, ALLOCATION -> List.of(1);
        };
    }
}
