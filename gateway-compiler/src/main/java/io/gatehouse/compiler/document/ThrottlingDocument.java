package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Key;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The throttling strategies, and where they apply. */
public record ThrottlingDocument(
        @Described("The strategies by name.")
        @Default({})
        @KeyPattern(
                value = "(?!off$|null$)" + NameForms.NAME,
                expected = NameForms.NAME_EXPECTED + ", other than off and null")
        Map<String, StrategyDocument> strategies,

        @Described("The strategy before anybody is identified.")
        Setting<Sourced<String>> edge,

        @Described("The strategy for APIs that demand no user.") @Key("public")
        Setting<Sourced<String>> publicApis,

        @Described("The strategy for APIs that demand a user.") @Key("private")
        Setting<Sourced<String>> privateApis,

        @Described("Strategies by service; off: none for the service.")
        @Default({})
        @KeyPattern(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
        Map<String, Setting<ThrottlingLevelDocument>> services,

        Origin origin) {

    public ThrottlingDocument {
        strategies = OrderedMap.copyOf(strategies);
        services = OrderedMap.copyOf(services);
    }

    /** Which strategies apply to the calls with the keys of a package. */
    public record PackageThrottlingDocument(
            @Described("The strategy for APIs that demand no user, over all services together; off: none.")
            @Key("public")
            Setting<Sourced<String>> publicApis,

            @Described("The strategy for APIs that demand a user, over all services together; off: none.")
            @Key("private")
            Setting<Sourced<String>> privateApis,

            @Described("Strategies by service; they win over the gateway's. off: none for the service.")
            @Default({})
            @KeyPattern(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
            Map<String, Setting<ThrottlingLevelDocument>> services,

            Origin origin) {

        public PackageThrottlingDocument {
            services = OrderedMap.copyOf(services);
        }
    }

    /** Which strategies apply to a service. */
    public record ThrottlingLevelDocument(
            @Described("The strategy for APIs that demand no user; off: none.") @Key("public")
            Setting<Sourced<String>> publicApis,

            @Described("The strategy for APIs that demand a user; off: none.") @Key("private")
            Setting<Sourced<String>> privateApis,

            @Described("Only these paths; all others fall to the next level. Without it all.") @NotEmpty @Nullable
            List<PathPattern> apis,

            Origin origin) {

        public ThrottlingLevelDocument {
            apis = apis == null ? null : List.copyOf(apis);
        }
    }
}
