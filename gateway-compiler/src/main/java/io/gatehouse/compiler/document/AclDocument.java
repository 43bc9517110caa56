package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Cautious;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Remaining;
import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.service.VersionNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access rules by the name of the service. A service without an entry is refused. */
public record AclDocument(
        @Described("The rules for one service.") @Remaining(value = NameForms.NAME, expected = "the name of a service")
        Map<String, ServiceAclDocument> services,

        Origin origin) {

    public AclDocument {
        services = OrderedMap.copyOf(services);
    }

    /** Access rules of one service, by version. A version without an entry is refused. */
    public record ServiceAclDocument(
            @Described("The rules for one version.")
            @Remaining(value = "[0-9]+(\\.[0-9]+){0,2}", expected = "a version")
            Map<VersionNumber, VersionAclDocument> versions,

            Origin origin) {

        public ServiceAclDocument {
            versions = OrderedMap.copyOf(versions);
        }
    }

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

    /** The access rule of one path. */
    public record ApiAclDocument(
            @Described("What it demands; without it what the method says.") @Nullable
            Access access,

            Origin origin) {}

    /** Whether APIs that no rule lists are allowed. */
    public enum ApiListing {
        OPEN,
        RESTRICTED
    }
}
