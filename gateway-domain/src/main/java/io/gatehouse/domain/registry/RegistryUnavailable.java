package io.gatehouse.domain.registry;

import org.jspecify.annotations.Nullable;

/** Thrown where the registry's store cannot be read at all; the message is one line for the operator. */
public final class RegistryUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean worthWaiting;

    /** A store that will not be there without somebody's doing: a file that does not exist, say. */
    public RegistryUnavailable(String message) {
        super(message);
        this.worthWaiting = false;
    }

    /** The same with what brought it about. */
    public RegistryUnavailable(String message, Throwable cause) {
        super(message, cause);
        this.worthWaiting = false;
    }

    private RegistryUnavailable(String message, @Nullable Throwable cause, boolean worthWaiting) {
        super(message, cause);
        this.worthWaiting = worthWaiting;
    }

    /** A store on the network that does not answer, or has not been filled yet: a gateway that starts waits for it. */
    public static RegistryUnavailable forNow(String message, @Nullable Throwable cause) {
        return new RegistryUnavailable(message, cause, true);
    }

    /** Whether a gateway that starts should wait for the store and not give up. */
    public boolean isWorthWaiting() {
        return worthWaiting;
    }
}
