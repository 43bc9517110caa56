package io.gatehouse.http.tls;

import java.time.Instant;
import java.util.List;

/** Certificates in files, which are read again when those change. Safe for concurrent use. */
public interface WatchedCertificates {

    /** What the configuration calls them. */
    String name();

    /** Looks whether a file has changed, and takes over what is new and good of it. Blocks; true if anything changed, for better or worse. */
    boolean reload(Instant now);

    /** What is wrong with the files as they are now, one line each. */
    List<String> problems();

    /** Those that the gateway presents to others. */
    List<Presented> presented();

    /**
     * A certificate that the gateway presents.
     *
     * @param place what the configuration calls it
     * @param names the names it is for
     * @param end when it expires
     */
    record Presented(String place, String names, Instant end) {}
}
