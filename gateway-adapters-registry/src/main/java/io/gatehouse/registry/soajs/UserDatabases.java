package io.gatehouse.registry.soajs;

import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which databases users are: {@code <CODE>_urac}, where the code is that of the tenant's main tenant, else its own, unless the entry
 * {@code urac} of the custom registry says otherwise.
 *
 * @param environment names what precedes it
 * @param urac the entry {@code urac}; null if there is none
 */
record UserDatabases(
        EnvironmentSettings environment, @Nullable Fields urac) {

    private static final String ONE_FOR_ALL = "masterDB";
    private static final String USERS = "urac";

    MappingBuilder of(Fields tenant, String code, boolean trustsTokens) {
        Map<?, ?> main =
                "client".equals(tenant.raw("type")) && tenant.raw("tenant") instanceof Map<?, ?> map ? map : null;
        String home = main != null && main.get("code") instanceof String other ? other : code;
        String database = database(home);
        String own = database(code);
        return new MappingBuilder(tenant.origin())
                .text("database", database)
                .text("groups", own.equals(database) ? null : own)
                .flag("trust-tokens", trustsTokens)
                .putFilled("guests", guests(tenant));
    }

    private String database(String code) {
        String one = text(ONE_FOR_ALL);
        if (one != null) {
            return prefix(one) + one;
        }
        String master = text("masterCode");
        return prefix(USERS) + (master == null ? shared(code) : master) + "_" + USERS;
    }

    /** The code under which several tenants have one database. */
    private String shared(String code) {
        if (urac != null && urac.raw("dbCodes") instanceof Map<?, ?> codes) {
            for (Map.Entry<?, ?> entry : codes.entrySet()) {
                if (entry.getValue() instanceof List<?> tenants && tenants.contains(code)) {
                    return String.valueOf(entry.getKey());
                }
            }
        }
        return code;
    }

    private @Nullable String text(String field) {
        return urac != null && urac.raw(field) instanceof String text && !text.isEmpty() ? text : null;
    }

    private String prefix(String database) {
        Fields databases = environment.document().objectOrEmpty("dbs");
        Object own =
                databases.objectOrEmpty("databases").objectOrEmpty(database).raw("prefix");
        Object common = databases.objectOrEmpty("config").raw("prefix");
        return own instanceof String text && !text.isEmpty() ? text : common instanceof String text ? text : "";
    }

    /** Users of other tenants who have access here, with which groups. */
    private MappingBuilder guests(Fields tenant) {
        var guests = new MappingBuilder(tenant.origin());
        if (urac != null
                && urac.raw("autoRoaming") instanceof Map<?, ?> all
                && all.get(String.valueOf(tenant.plainText("_id"))) instanceof Map<?, ?> homes) {
            homes.forEach((home, settings) -> {
                Object groups = settings instanceof Map<?, ?> map ? map.get("groups") : null;
                guests.texts(
                        String.valueOf(home),
                        groups instanceof List<?> list
                                ? list.stream().map(String::valueOf).toList()
                                : List.of());
            });
        }
        return guests;
    }
}
