package io.gatehouse.domain.registry;

/** Thrown where the registry's store cannot be read at all; the message is one line for the operator. */
public final class RegistryUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailable(String message) {
        super(message);
    }

    public RegistryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
