package io.gatehouse.security.opaque;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.UserRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the users of tokens where SOAJS keeps them: {@code users} by {@code username}, {@code email} or {@code _id}, and their {@code
 * groups}, whose {@code config.allowedPackages} name the packages that users have by product.
 *
 * <p>A user has access who is active and belongs to the tenant, is among its {@code config.allowedTenants}, or is a guest of it, with the
 * groups that go with that. Every call blocks, for as long as the deadline for each query.
 */
final class StoredUsers {

    private static final String USERS = "users";
    private static final String GROUPS = "groups";
    private static final String TENANT = "tenant";

    /** What nobody is to see. */
    private static final Set<String> SECRETS = Set.of("password", "socialId");

    /** More groups than anybody is in. */
    private static final int MOST_GROUPS = 256;

    private final Function<String, MongoDatabase> databases;
    private final Duration deadline;
    private final OpaqueAuthority.UserStore store;
    private final String tenantId;

    /** The users of a tenant, in databases that this makes known by name. */
    StoredUsers(
            Function<String, MongoDatabase> databases,
            Duration deadline,
            OpaqueAuthority.UserStore store,
            String tenantId) {
        this.databases = databases;
        this.deadline = deadline;
        this.store = store;
        this.tenantId = tenantId;
    }

    /** What is known of the user of a token; null if there is none who has access. */
    @Nullable
    UserRecord find(Document token) {
        Document found = collection(store.database(), USERS).find(name(token)).first();
        if (found == null || !"active".equals(found.get("status"))) {
            return null;
        }
        Membership member = membership(found);
        if (member == null) {
            return null;
        }
        Map<String, List<String>> packages = packages(member.groups());
        Map<String, Object> fields = new LinkedHashMap<>();
        found.forEach((name, value) -> {
            if (!SECRETS.contains(name) && value != null) {
                fields.put(name, plain(value));
            }
        });
        fields.put(GROUPS, member.groups());
        fields.put(TENANT, plain(member.tenant()));
        if (!packages.isEmpty()) {
            fields.put("groupsConfig", Map.of("allowedPackages", packages));
        }
        return new UserRecord(packages, fields, plainMap(token), null);
    }

    /** The user as the token has it. */
    static UserRecord ofToken(Document token, @Nullable String roamsFrom) {
        Map<String, Object> fields = plainMap(token);
        var packages = new HashMap<String, List<String>>();
        if (token.get("groupsConfig") instanceof Document config) {
            addPackages(config, packages);
        }
        return new UserRecord(packages, fields, fields, roamsFrom);
    }

    private MongoCollection<Document> collection(String database, String name) {
        return databases.apply(database).getCollection(name).withTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether a token names somebody who can be looked up. */
    static boolean isNamed(Document token) {
        return isText(token.get("username")) || token.get("id") instanceof ObjectId || isText(token.get("id"));
    }

    private static Bson name(Document token) {
        if (token.get("username") instanceof String username && !username.isEmpty()) {
            return username.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+") ? eq("email", username) : eq("username", username);
        }
        Object id = token.get("id");
        return eq("_id", id instanceof String digits && ObjectId.isValid(digits) ? new ObjectId(digits) : id);
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty();
    }

    /** With which groups somebody belongs to a tenant. */
    private record Membership(List<String> groups, Document tenant) {}

    private @Nullable Membership membership(Document user) {
        if (!(user.get(TENANT) instanceof Document home)) {
            return null;
        }
        if (tenantId.equals(text(home.get("id")))) {
            return new Membership(texts(user.get(GROUPS)), home);
        }
        if (user.get("config") instanceof Document config && config.get("allowedTenants") instanceof List<?> allowed) {
            for (Object entry : allowed) {
                if (entry instanceof Document other
                        && other.get(TENANT) instanceof Document tenant
                        && tenantId.equals(text(tenant.get("id")))) {
                    return new Membership(texts(other.get(GROUPS)), tenant);
                }
            }
        }
        List<String> asGuest = store.guests().get(text(home.get("id")));
        return asGuest == null ? null : new Membership(asGuest, new Document("id", tenantId));
    }

    private Map<String, List<String>> packages(List<String> groups) {
        Map<String, List<String>> packages = new HashMap<>();
        if (!groups.isEmpty()) {
            addPackages(store.database(), groups, packages);
            if (packages.isEmpty() && store.groups() != null) {
                addPackages(store.groups(), groups, packages);
            }
        }
        return packages;
    }

    private void addPackages(String database, List<String> groups, Map<String, List<String>> packages) {
        List<Object> tenant =
                ObjectId.isValid(tenantId) ? List.of(tenantId, new ObjectId(tenantId)) : List.of(tenantId);
        for (Document group : collection(database, GROUPS)
                .find(and(in("tenant.id", tenant), in("code", groups)))
                .limit(MOST_GROUPS)) {
            if (group.get("config") instanceof Document config) {
                addPackages(config, packages);
            }
        }
    }

    private static void addPackages(Document config, Map<String, List<String>> packages) {
        if (config.get("allowedPackages") instanceof Document allowed) {
            allowed.forEach((product, names) -> {
                var all = new LinkedHashSet<>(packages.getOrDefault(product, List.of()));
                all.addAll(texts(names));
                packages.put(product, List.copyOf(all));
            });
        }
    }

    private static List<String> texts(@Nullable Object list) {
        var texts = new ArrayList<String>();
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return List.copyOf(texts);
    }

    private static String text(@Nullable Object value) {
        return value instanceof ObjectId id ? id.toHexString() : String.valueOf(value);
    }

    private static Map<String, Object> plainMap(Map<?, ?> map) {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (value != null) {
                plain.put(String.valueOf(name), plain(value));
            }
        });
        return plain;
    }

    /** As JSON has it: ids and times are texts. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return plainMap(map);
        }
        if (value instanceof List<?> list) {
            var items = new ArrayList<>();
            list.forEach(item -> items.add(item == null ? "" : plain(item)));
            return items;
        }
        if (value instanceof Date time) {
            return time.toInstant().toString();
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean ? value : text(value);
    }
}
