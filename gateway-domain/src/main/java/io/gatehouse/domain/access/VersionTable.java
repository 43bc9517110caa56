package io.gatehouse.domain.access;

import io.gatehouse.domain.lookup.OpenAddressingTable;
import io.gatehouse.domain.service.VersionKey;
import java.util.Collection;

/** Rules by service and version, which they hold apart, so that telling whose they are reads nothing but them. */
final class VersionTable extends OpenAddressingTable<VersionKey, VersionAcl> {

    VersionTable(Collection<VersionAcl> rules) {
        super(rules, each -> new VersionKey(each.service(), each.version()));
    }

    @Override
    protected boolean isOf(VersionAcl rules, VersionKey version) {
        return rules.service().equals(version.service()) && rules.version().equals(version.version());
    }
}
