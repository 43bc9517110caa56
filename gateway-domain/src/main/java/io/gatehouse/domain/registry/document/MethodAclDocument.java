package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.OrderedMap;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Remaining;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access rules of one method. */
public record MethodAclDocument(
        @Described("What its APIs demand; without it what the version says.") @Nullable
        Access access,

        @Described("open or restricted; without it what the version says.") @Nullable
        ApiListing apis,

        @Described("The rule for one path: /items, /items/:id or /files/*.")
        @Remaining(value = "/.*", expected = "a path such as /items/:id")
        Map<PathPattern, ApiAclDocument> paths,

        Origin origin) {

    public MethodAclDocument {
        paths = OrderedMap.copyOf(paths);
    }
}
