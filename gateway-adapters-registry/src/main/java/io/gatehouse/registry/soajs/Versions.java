package io.gatehouse.registry.soajs;

import io.gatehouse.domain.service.VersionNumber;
import org.jspecify.annotations.Nullable;

/** Versions as SOAJS writes them: {@code 1.2}, the number 2, or {@code 1x2} where they name a field. */
final class Versions {

    private Versions() {}

    /** The version; null if it is none. */
    static @Nullable VersionNumber of(@Nullable Object written) {
        if (written instanceof String text) {
            return VersionNumber.orNull(text.replace('x', '.'));
        }
        if (written instanceof Integer || written instanceof Long) {
            return VersionNumber.orNull(written.toString());
        }
        if (written instanceof Double number) {
            String text = number.toString();
            return VersionNumber.orNull(text.endsWith(".0") ? text.substring(0, text.length() - 2) : text);
        }
        return null;
    }
}
