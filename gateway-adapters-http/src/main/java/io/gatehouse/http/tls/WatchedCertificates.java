package io.gatehouse.http.tls;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates in files, which are read again when those change. Safe for concurrent use. */
public interface WatchedCertificates {

    /** What the configuration calls them. */
    String name();

    /** Looks whether a file has changed, and takes over what is new and good of it. Blocks; true if anything changed, for better or worse. */
    boolean reload(Instant now);

    /** What is wrong with the files as they are now, one line each. */
    List<String> problems();

    /** Those that the gateway presents to others, and those that it is to; as many, in the same order, every time. */
    List<Presented> presented();

    /**
     * A certificate that the gateway presents.
     *
     * @param place what the configuration calls it
     * @param names the names it is for
     * @param end when it expires; null while it has not been issued
     */
    record Presented(String place, String names, @Nullable Instant end) {}
}
