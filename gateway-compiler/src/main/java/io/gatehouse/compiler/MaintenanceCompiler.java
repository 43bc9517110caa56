package io.gatehouse.compiler;

import io.gatehouse.compiler.document.MaintenanceDocument;
import io.gatehouse.domain.maintenance.Maintenance;
import org.jspecify.annotations.Nullable;

/** Compiles that something is out of use. */
final class MaintenanceCompiler {

    private MaintenanceCompiler() {}

    static @Nullable Maintenance compile(@Nullable MaintenanceDocument document) {
        if (document == null || !document.on()) {
            return null;
        }
        var retryAfter = document.retryAfter();
        Long seconds = retryAfter == null
                ? null
                : Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new Maintenance(document.status(), document.message(), seconds, document.origin());
    }
}
