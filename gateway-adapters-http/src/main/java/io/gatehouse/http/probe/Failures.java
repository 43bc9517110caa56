package io.gatehouse.http.probe;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLException;

/** What goes wrong with a probe, in the few words that operators get to see: nothing of what the host sent. */
final class Failures {

    /** The first that fits wins, so the narrower stand before the wider. */
    private static final Map<Class<? extends Exception>, String> REASONS = new LinkedHashMap<>();

    static {
        REASONS.put(ProbeRequest.NotAskable.class, "not a valid URL");
        REASONS.put(UnknownHostException.class, "unknown host");
        REASONS.put(SSLException.class, "tls failure");
        REASONS.put(NoRouteToHostException.class, "no route to host");
        REASONS.put(ConnectException.class, "connection refused");
        REASONS.put(SocketException.class, "connection reset");
        REASONS.put(EOFException.class, "connection closed early");
        REASONS.put(ProtocolException.class, "malformed answer");
    }

    private Failures() {}

    static boolean isTimeout(Throwable failure) {
        return failure instanceof SocketTimeoutException;
    }

    static String reason(Throwable failure) {
        for (var known : REASONS.entrySet()) {
            if (known.getKey().isInstance(failure)) {
                return known.getValue();
            }
        }
        return "probe failed";
    }
}
