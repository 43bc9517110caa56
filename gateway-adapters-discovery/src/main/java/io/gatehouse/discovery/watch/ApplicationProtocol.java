package io.gatehouse.discovery.watch;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What sources say that hosts speak. */
public final class ApplicationProtocol {

    private static final Set<String> HTTP2 = Set.of("h2c", "h2", "http2", "grpc", "kubernetes.io/h2c");

    private ApplicationProtocol() {}

    /**
     * Whether hosts are spoken to by HTTP/2 without asking them first.
     *
     * @param asked what the configuration says; null for nothing
     * @param said the name that the source has for the protocol; empty for none
     */
    public static boolean isHttp2(@Nullable Boolean asked, String said) {
        return asked == null ? HTTP2.contains(said.toLowerCase(Locale.ROOT)) : asked;
    }
}
