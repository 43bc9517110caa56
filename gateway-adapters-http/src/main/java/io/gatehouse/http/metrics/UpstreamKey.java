package io.gatehouse.http.metrics;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.VersionKey;
import io.micrometer.core.instrument.Tags;

/**
 * One host of one version of a service, as labels.
 *
 * @param service the service's name
 * @param version the version's number
 * @param upstream the host's address as a URL
 */
record UpstreamKey(String service, String version, String upstream) {

    static UpstreamKey of(VersionKey version, HostAddress host) {
        return new UpstreamKey(version.service(), version.version().toString(), host.toString());
    }

    Tags tags() {
        return Tags.of("service", service, "version", version, "upstream", upstream);
    }
}
