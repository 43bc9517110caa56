package io.gatehouse.compiler;

import io.gatehouse.compiler.document.HealthCheckDocument;
import io.gatehouse.domain.service.HealthCheck;
import org.jspecify.annotations.Nullable;

/** Compiles how hosts are probed. */
final class HealthCheckCompiler {

    private HealthCheckCompiler() {}

    static @Nullable HealthCheck compile(@Nullable HealthCheckDocument document) {
        return document == null
                ? null
                : new HealthCheck(
                        document.path(),
                        document.port().other(),
                        document.host(),
                        document.headers(),
                        document.statuses(),
                        document.interval(),
                        document.timeout(),
                        document.unhealthyAfter(),
                        document.healthyAfter(),
                        document.panic());
    }
}
