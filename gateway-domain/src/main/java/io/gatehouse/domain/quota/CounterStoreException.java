package io.gatehouse.domain.quota;

import org.jspecify.annotations.Nullable;

/** A {@link CounterStore} is away, has not answered in time, or holds what is no counter. Its message holds no secrets. */
public final class CounterStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Without a stack trace, as outages make many of them. */
    public CounterStoreException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
