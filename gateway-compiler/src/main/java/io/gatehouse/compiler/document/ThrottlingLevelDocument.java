package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Key;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
