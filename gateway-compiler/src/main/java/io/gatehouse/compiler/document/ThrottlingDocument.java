package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Key;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import java.util.Map;

/** The throttling strategies, and where they apply. */
public record ThrottlingDocument(
        @Described("The strategies by name.")
        @Default({})
        @KeyPattern(value = "(?!off$|null$)" + Name.FORM, expected = Name.EXPECTED + ", other than off and null")
        Map<String, StrategyDocument> strategies,

        @Described("The strategy before anybody is identified.")
        Setting<Sourced<String>> edge,

        @Described("The strategy for APIs that demand no user.") @Key("public")
        Setting<Sourced<String>> publicApis,

        @Described("The strategy for APIs that demand a user.") @Key("private")
        Setting<Sourced<String>> privateApis,

        @Described("Strategies by service; off: none for the service.")
        @Default({})
        @KeyPattern(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, Setting<ThrottlingLevelDocument>> services,

        Origin origin) {

    public ThrottlingDocument {
        strategies = OrderedMap.copyOf(strategies);
        services = OrderedMap.copyOf(services);
    }
}
