package io.gatehouse.domain.tenancy;

import io.gatehouse.domain.lookup.OpenAddressingTable;
import java.util.Collection;

/** Keys by the digest of their text. */
final class DigestTable extends OpenAddressingTable<KeyDigest, ApiKey> {

    DigestTable(Collection<ApiKey> keys) {
        super(keys, ApiKey::digest);
    }

    @Override
    protected boolean isOf(ApiKey key, KeyDigest digest) {
        return key.digest().equals(digest);
    }
}
