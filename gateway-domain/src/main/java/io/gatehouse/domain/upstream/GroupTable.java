package io.gatehouse.domain.upstream;

import io.gatehouse.domain.lookup.OpenAddressingTable;
import io.gatehouse.domain.service.VersionKey;
import java.util.Collection;

/** Groups of hosts by the version that they serve. */
final class GroupTable extends OpenAddressingTable<VersionKey, UpstreamGroup> {

    GroupTable(Collection<UpstreamGroup> groups) {
        super(groups, UpstreamGroup::key);
    }

    @Override
    protected boolean isOf(UpstreamGroup group, VersionKey version) {
        return group.key().equals(version);
    }
}
