package io.gatehouse.registry.soajs;

import io.gatehouse.configuration.Node;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How bearer tokens are verified: the tenant's {@code oauth}, else the environment's. Type 2 is opaque and looked up in the token
 * store; any other is a JSON Web Token with the tenant's secret, and the algorithms and the audience of the environment.
 */
final class TokenSettings {

    private static final String TYPE = "type";
    private static final String SECRET = "secret";
    private static final String TOKEN = "token";
    private static final long OPAQUE = 2;
    private static final String USUAL_ALGORITHM = "HS256";

    /** The algorithms that sign with a shared secret, and how long that must be. */
    private static final Map<String, Integer> SHARED = Map.of("HS256", 32, "HS384", 48, "HS512", 64);

    private static final Set<String> PUBLIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private final Fields environment;
    private final UserDatabases users;

    TokenSettings(EnvironmentSettings environment, UserDatabases users) {
        this.environment = environment.config().objectOrEmpty("oauth");
        this.users = users;
    }

    /** Adds a tenant's settings; without any of its own it has the environment's. */
    void add(Fields tenant, String code, MappingBuilder holder) {
        Fields own = tenant.objectOrEmpty("oauth");
        if (own.flag("disabled")) {
            holder.off(TOKEN);
            return;
        }
        if (isOpaque(own)) {
            String id = tenant.text("_id");
            var store = new MappingBuilder(tenant.origin())
                    .text("store", "mongo")
                    .text("tenant-id", id == null ? "" : id)
                    .put("users", users.of(tenant, code, environment.flag("getUserFromToken")));
            holder.put(
                    TOKEN,
                    new MappingBuilder(tenant.origin()).text(TYPE, "opaque").put("opaque", store));
            return;
        }
        put(own, own.text(SECRET), holder);
    }

    /** Adds the settings for services that want a token but no key, if there are any; without a tenant no opaque token is known. */
    void addForAll(MappingBuilder policy) {
        if (!isOpaque(environment) && environment.text(SECRET) != null) {
            put(environment, environment.text(SECRET), policy);
        }
    }

    /** Whether a token can be verified of a caller who has no key. */
    boolean knowsTokensWithoutKey() {
        var policy = new MappingBuilder(environment.origin());
        addForAll(policy);
        return policy.node().entries().stream().anyMatch(entry -> entry.value() instanceof Node.Mapping);
    }

    private void put(Fields own, @Nullable String ownSecret, MappingBuilder holder) {
        String secret = ownSecret == null || ownSecret.isEmpty() ? environment.text(SECRET) : ownSecret;
        if (secret == null || secret.isEmpty()) {
            own.notice(SECRET, "tokens without a secret to verify them", "no token gives a user");
            holder.off(TOKEN);
            return;
        }
        boolean isPublic = secret.contains("-----BEGIN");
        Set<String> algorithms = algorithms(secret, isPublic);
        if (algorithms.isEmpty()) {
            own.notice(
                    SECRET,
                    isPublic
                            ? "a public key, with no algorithm that uses one"
                            : "a secret that is too short for its algorithms (HS256 wants 32 bytes)",
                    "no token gives a user");
            holder.off(TOKEN);
            return;
        }
        String audience = environment.text("audience");
        var token = new MappingBuilder(own.origin())
                .text(TYPE, "jwt")
                .texts("algorithms", algorithms)
                .secret(isPublic ? "public-key" : SECRET, secret)
                .text("audience", "".equals(audience) ? null : audience);
        holder.put(TOKEN, token);
    }

    /** Those of the environment that can be used with this secret. */
    private Set<String> algorithms(String secret, boolean isPublic) {
        List<String> listed = environment.texts("algorithms");
        List<String> written = listed == null || listed.isEmpty() ? List.of(USUAL_ALGORITHM) : listed;
        int length = secret.getBytes(StandardCharsets.UTF_8).length;
        var usable = new LinkedHashSet<>(written);
        usable.removeIf(algorithm ->
                isPublic ? !PUBLIC.contains(algorithm) : length < SHARED.getOrDefault(algorithm, Integer.MAX_VALUE));
        if (!usable.isEmpty() && usable.size() < written.size()) {
            environment.notice(
                    "algorithms", "some that a tenant's secret is no key for", "they are not accepted of its tokens");
        }
        return usable;
    }

    private boolean isOpaque(Fields own) {
        Long type = own.has(TYPE) ? own.whole(TYPE) : environment.whole(TYPE);
        boolean undecided = !own.has(TYPE) && !environment.has(TYPE);
        return undecided || (type != null && type == OPAQUE);
    }
}
