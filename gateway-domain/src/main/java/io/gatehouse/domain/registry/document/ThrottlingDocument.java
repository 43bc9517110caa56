package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Key;
import io.gatehouse.domain.document.Keys;
import io.gatehouse.domain.document.OrderedMap;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Setting;
import io.gatehouse.domain.document.Sourced;
import java.util.Map;

/** The throttling strategies, and where they apply. */
public record ThrottlingDocument(
        @Described("The strategies by name.")
        @Default({})
        @Keys(value = "(?!off$|null$)" + Name.FORM, expected = Name.EXPECTED + ", other than off and null")
        Map<String, StrategyDocument> strategies,

        @Described("The strategy before anybody is identified.")
        Setting<Sourced<String>> edge,

        @Described("The strategy for APIs that demand no user.") @Key("public")
        Setting<Sourced<String>> publicApis,

        @Described("The strategy for APIs that demand a user.") @Key("private")
        Setting<Sourced<String>> privateApis,

        @Described("Strategies by service; off: none for the service.")
        @Default({})
        @Keys(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, Setting<ThrottlingLevelDocument>> services,

        Origin origin) {

    public ThrottlingDocument {
        strategies = OrderedMap.copyOf(strategies);
        services = OrderedMap.copyOf(services);
    }
}
