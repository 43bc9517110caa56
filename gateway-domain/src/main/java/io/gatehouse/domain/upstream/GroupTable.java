package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.VersionKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups of hosts by the version that they serve. Immutable. */
final class GroupTable {

    private final Map<VersionKey, UpstreamGroup> groups = new HashMap<>();

    GroupTable(Collection<UpstreamGroup> all) {
        all.forEach(group -> groups.put(group.key(), group));
    }

    /** All groups, in no order. */
    Collection<UpstreamGroup> all() {
        return Collections.unmodifiableCollection(groups.values());
    }

    @Nullable
    UpstreamGroup find(VersionKey version) {
        return groups.get(version);
    }
}
