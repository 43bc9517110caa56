package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of a request when something on its way is under maintenance. */
public final class MaintenanceCheck {

    private MaintenanceCheck() {}

    /** Goes on if nothing is under maintenance, else refuses with the status, message and Retry-After that are configured. */
    public static Decision decide(RequestState state, @Nullable Maintenance maintenance) {
        if (maintenance == null) {
            return Decision.proceed(state);
        }
        if (state.trace().wanted()) {
            state.trace().note(maintenance.origin(), "down for maintenance: " + maintenance.message());
        }
        var refusal = new Refusal(
                maintenance.status(), Rejection.MAINTENANCE, maintenance.message(), Map.of(), maintenance.origin());
        Long seconds = maintenance.retryAfterSeconds();
        return Decision.reject(seconds == null ? refusal : refusal.with("Retry-After", seconds.toString()));
    }
}
