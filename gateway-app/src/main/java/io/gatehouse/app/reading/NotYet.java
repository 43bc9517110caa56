package io.gatehouse.app.reading;

import io.gatehouse.domain.registry.document.Unenforced;

/**
 * A part of the configuration that this version understands but does not act upon.
 *
 * @param line the part, for the operator
 * @param refused whether the gateway does not start because of it: somebody relies on it, or there is nothing to stand in
 */
public record NotYet(String line, boolean refused) {

    static NotYet of(Unenforced part) {
        return new NotYet(part.toString(), false);
    }
}
