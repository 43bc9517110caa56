package io.gatehouse.domain.service;

import org.jspecify.annotations.Nullable;

/**
 * Names one version of one service: what run-time state such as health and pools is kept by, across reloads.
 *
 * @param service the service's name
 * @param version the version's number
 * @param caller the name of the key whose calls alone go there; null for where everybody else's go
 */
public record VersionKey(
        String service, VersionNumber version, @Nullable String caller) {

    /** Where everybody's calls go. */
    public VersionKey(String service, VersionNumber version) {
        this(service, version, null);
    }

    @Override
    public String toString() {
        String shared = service + ":" + version;
        return caller == null ? shared : shared + " of " + caller;
    }
}
