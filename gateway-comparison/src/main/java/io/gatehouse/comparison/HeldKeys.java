package io.gatehouse.comparison;

import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.compiler.document.KeyDocument;
import io.gatehouse.compiler.document.TenantDocument.ApplicationDocument;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.KeyDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of one side, by what callers present and by their names. */
final class HeldKeys {

    private final Map<KeyDigest, HeldKey> byDigest = new LinkedHashMap<>();
    private final Map<String, HeldKey> byName = new HashMap<>();

    private HeldKeys() {}

    static HeldKeys of(RegistrySide side) {
        var compiled = new HashMap<String, ApiKey>();
        side.snapshot().keys().all().forEach(key -> compiled.put(key.id(), key));
        var held = new HeldKeys();
        side.documents()
                .tenants()
                .forEach((tenant, document) -> document.applications()
                        .forEach((application, owned) -> owned.keys().forEach((name, key) -> {
                            ApiKey found = compiled.get(ApiKey.id(tenant, application, name));
                            if (found == null) {
                                throw new IllegalArgumentException("a snapshot of other documents");
                            }
                            held.add(new HeldKey(found, key, owned));
                        })));
        return held;
    }

    private void add(HeldKey key) {
        byDigest.put(key.key().digest(), key);
        byName.put(key.id(), key);
    }

    /** All of them, as they are written. */
    Collection<HeldKey> all() {
        return byDigest.values();
    }

    /** The key that callers with this one's text present; null if that is no key. */
    @Nullable
    HeldKey sameText(HeldKey other) {
        return byDigest.get(other.key().digest());
    }

    @Nullable
    HeldKey named(String id) {
        return byName.get(id);
    }

    /**
     * A key of one side, as requests see it and as it is written.
     *
     * @param key what requests see
     * @param document how it is written
     * @param application whose it is
     */
    record HeldKey(ApiKey key, KeyDocument document, ApplicationDocument application) {

        String id() {
            return key.id();
        }

        String tenant() {
            return key.application().tenant().name();
        }

        /** Whether anybody could call with it at this time. */
        boolean isLive(long nowMillis) {
            return !key.revoked() && !key.isExpired(nowMillis);
        }
    }
}
