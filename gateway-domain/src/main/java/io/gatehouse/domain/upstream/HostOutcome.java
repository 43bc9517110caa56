package io.gatehouse.domain.upstream;

import io.gatehouse.domain.rejection.Fault;
import java.util.Locale;

/**
 * How the use of a host by one request ended: what breakers, outlier detection, passive health and balancing judge it by.
 *
 * <p>Durations are nanoseconds since the host was chosen for the request.
 */
public sealed interface HostOutcome {

    /** From the choice of the host to this end. */
    long durationNanos();

    /** Whether the host is to blame: a status of 500 or above, or a failure that is its own. Never what the client caused. */
    boolean isFailureOfHost();

    /** Whether the head of the response took longer than that, or was not there when time was up. */
    boolean isSlowerThan(long nanos);

    /** How long the host took to respond, or how long it was waited for in vain; -1 if the outcome does not say how slow it is. */
    long latencyNanos();

    /** What became of it, such as {@code status 503} or {@code connect timeout}. */
    String inWords();

    /**
     * The host has responded to the end, or the tunnel that it agreed to has ended.
     *
     * @param status the status of its response, 500 and above included; 101 for a tunnel
     * @param headNanos until the head of the response was there
     */
    record Responded(int status, long headNanos, long durationNanos) implements HostOutcome {

        @Override
        public boolean isFailureOfHost() {
            return status >= 500;
        }

        @Override
        public boolean isSlowerThan(long nanos) {
            return headNanos > nanos;
        }

        @Override
        public long latencyNanos() {
            return status < 500 ? headNanos : -1;
        }

        @Override
        public String inWords() {
            return "status " + status;
        }
    }

    /**
     * There was no response, or not all of it.
     *
     * @param sent whether some of the request may have reached the host, which then may have acted on it
     */
    record Failed(HostFailure failure, boolean sent, long durationNanos) implements HostOutcome {

        /** Whose fault it was. */
        public Fault fault() {
            return failure.fault();
        }

        @Override
        public boolean isFailureOfHost() {
            return failure.fault() == Fault.UPSTREAM;
        }

        @Override
        public boolean isSlowerThan(long nanos) {
            return latencyNanos() > nanos;
        }

        @Override
        public long latencyNanos() {
            return failure == HostFailure.TIMEOUT || failure == HostFailure.CONNECT_TIMEOUT ? durationNanos : -1;
        }

        @Override
        public String inWords() {
            return failure.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * The exchange was given up before the host had responded to the end, for a reason that says nothing of the host.
     *
     * @param by the client, who left or could not be written to, or the gateway, as when access was revoked
     * @param sent whether some of the request may have reached the host
     */
    record Abandoned(Fault by, boolean sent, long durationNanos) implements HostOutcome {

        @Override
        public boolean isFailureOfHost() {
            return false;
        }

        @Override
        public boolean isSlowerThan(long nanos) {
            return false;
        }

        @Override
        public long latencyNanos() {
            return -1;
        }

        @Override
        public String inWords() {
            return "given up";
        }
    }

    /** The permit was never used. */
    HostOutcome UNUSED = new Abandoned(Fault.GATEWAY, false, 0);

    /** What went wrong, and whose fault that is. */
    enum HostFailure {
        /** No connection: refused, unreachable, or the name is unknown. */
        CONNECT(Fault.UPSTREAM),
        /** No connection within {@code timeouts.connect}. */
        CONNECT_TIMEOUT(Fault.UPSTREAM),
        /** The TLS handshake failed, or the certificate is not to be trusted. */
        TLS(Fault.UPSTREAM),
        /** The host took no more of the request, or sent no more of the response, for as long as it may. */
        TIMEOUT(Fault.UPSTREAM),
        /** The connection ended before the response did. */
        RESET(Fault.UPSTREAM),
        /** What came is no response. */
        BAD_RESPONSE(Fault.UPSTREAM),
        /** The client sent too much, too slowly, or took the response too slowly. */
        CLIENT(Fault.CLIENT),
        /** No connection was free in time, or the gateway has a defect. */
        GATEWAY(Fault.GATEWAY);

        private final Fault fault;

        HostFailure(Fault fault) {
            this.fault = fault;
        }

        /** Whose fault it is. */
        public Fault fault() {
            return fault;
        }
    }
}
