package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Cautious;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Remaining;
import io.gatehouse.domain.access.Access;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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

        Origin origin)
        implements Cautious {

    public MethodAclDocument {
        paths = OrderedMap.copyOf(paths);
    }

    /** Of patterns that fit the same paths, as parameters may have any name, only one can hold. */
    @Override
    public List<Caution> cautions() {
        if (paths.size() < 2) {
            return List.of();
        }
        Map<List<String>, PathPattern> seen = new HashMap<>();
        List<Caution> found = new ArrayList<>();
        paths.entrySet().stream()
                .filter(entry -> entry.getKey().text().contains("/:"))
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(PathPattern::text)))
                .forEach(entry -> {
                    PathPattern pattern = entry.getKey();
                    PathPattern first = seen.putIfAbsent(pattern.shape(), pattern);
                    if (first != null) {
                        found.add(new Caution(
                                pattern.text(),
                                entry.getValue().origin(),
                                "a pattern for the same paths as " + first,
                                "that one holds, and this one never does"));
                    }
                });
        return found;
    }
}
