package io.gatehouse.http.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificates of all ports, for those who watch over them. Safe for concurrent use. */
public final class ServedCertificates {

    /** No port speaks TLS. */
    public static final ServedCertificates NONE = new ServedCertificates(List.of());

    /** So long ahead it is told that a certificate ends. */
    public static final Duration WARNED_AHEAD = Duration.ofDays(14);

    private final List<SecuredPort> ports;

    /** These ports. */
    public ServedCertificates(List<SecuredPort> ports) {
        this.ports = List.copyOf(ports);
    }

    /**
     * A port with TLS.
     *
     * @param name what the configuration calls it
     * @param tls what it serves
     */
    public record SecuredPort(String name, ListenerTls tls) {

        /** Its certificates as they are now. */
        public List<Served> served() {
            return tls.pairs().stream()
                    .map(pair -> new Served(name, pair.text(), pair.end()))
                    .toList();
        }
    }

    /**
     * A certificate that is served.
     *
     * @param port what the configuration calls its port
     * @param names the names it is for
     * @param end when it expires
     */
    public record Served(String port, String names, Instant end) {}

    /** All ports that speak TLS. */
    public List<SecuredPort> ports() {
        return ports;
    }

    /** All certificates as they are now. */
    public List<Served> served() {
        var all = new ArrayList<Served>();
        ports.forEach(port -> all.addAll(port.served()));
        return all;
    }

    /** What keeps files from being served as they are, one line each. */
    public List<String> problems() {
        var all = new ArrayList<String>();
        ports.forEach(port -> all.addAll(port.tls().problems()));
        return all;
    }

    /** What is to be said of a certificate that ends then; null if that is far away. */
    public static @Nullable String warning(Instant end, Instant now) {
        if (now.isAfter(end)) {
            return "has expired: " + end;
        }
        return now.plus(WARNED_AHEAD).isAfter(end) ? "expires: " + end : null;
    }
}
