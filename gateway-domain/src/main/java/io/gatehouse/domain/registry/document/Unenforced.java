package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Origin;

/**
 * A part of a registry that this version understands but does not act upon yet.
 *
 * @param origin where it is written
 * @param path the keys that lead to it
 * @param what the part, in words
 */
public record Unenforced(Origin origin, String path, String what) {

    /** One line for the operator. */
    @Override
    public String toString() {
        return origin + " " + path + ": " + what + " has no effect in this version";
    }
}
