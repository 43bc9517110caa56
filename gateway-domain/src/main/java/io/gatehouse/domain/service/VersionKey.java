package io.gatehouse.domain.service;

/** Names one version of one service: what run-time state such as health and pools is kept by, across reloads. */
public record VersionKey(String service, VersionNumber version) {

    @Override
    public String toString() {
        return service + ":" + version;
    }
}
