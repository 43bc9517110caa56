package io.gatehouse.domain.usage;

import org.jspecify.annotations.Nullable;

/** A {@link UsageStore} is away, has not answered in time, or holds what is no usage. Its message holds no secrets. */
public final class UsageStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Without a stack trace, as outages make many of them. */
    public UsageStoreException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
