package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Remaining;
import io.gatehouse.domain.access.Access;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access rules of one version of a service. */
public record VersionAclDocument(
        @Described("What all its APIs demand: false (public), true (any user) or [groups]. Without it: public.")
        @Nullable
        Access access,

        @Described("open: everything is allowed; restricted: only what is listed.") @Default("open")
        ApiListing apis,

        @Described("The rules for one method, in lower case.")
        @Remaining(value = "get|head|post|put|patch|delete|options", expected = "a method in lower case")
        Map<String, MethodAclDocument> methods,

        Origin origin) {

    public VersionAclDocument {
        methods = OrderedMap.copyOf(methods);
    }
}
