package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Origin;

/**
 * A part of a registry that this version understands but does not act upon yet.
 *
 * @param origin where it is written
 * @param path the keys that lead to it
 * @param what the part, in words
 * @param isProtection whether somebody relies on it for protection: then the gateway does not start
 */
public record Unenforced(Origin origin, String path, String what, boolean isProtection) {

    /** One line for the operator. */
    @Override
    public String toString() {
        return origin + " " + path + ": " + what
                + (isProtection
                        ? " would protect something, but is not enforced by this version"
                        : " has no effect in this version");
    }
}
