package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.VersionKey;
import org.jspecify.annotations.Nullable;

/**
 * Names a host that could be chosen now, and counts nothing: neither a turn taken nor a request in flight.
 *
 * <p>Safe for concurrent use.
 */
public final class UpstreamPreview implements LoadBalancer {

    private final Upstreams upstreams;

    public UpstreamPreview(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public @Nullable HostPermit begin(VersionKey version, TriedHosts tried) {
        UpstreamGroup group = upstreams.group(version);
        UpstreamHost host = group == null ? null : group.preview(tried);
        return host == null ? null : HostPermit.uncounted(host);
    }
}
