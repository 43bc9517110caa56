package io.gatehouse.throttle.mongo.store;

/** The store has not answered in time, or not what was asked. */
public final class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreFailure(String message) {
        super(message, null, false, false);
    }
}
