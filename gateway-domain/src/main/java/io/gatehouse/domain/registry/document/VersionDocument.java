package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.NotEmpty;
import io.gatehouse.domain.document.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A deployed version of a service. */
public record VersionDocument(
        @Described("Where it runs.") @NotEmpty List<HostDocument> hosts,

        @Described("What callers must present: a list of key and token, or {any-of: [key, token]}; [] is nothing.")
        @Nullable
        Requirement requires,

        Origin origin) {

    public VersionDocument {
        hosts = List.copyOf(hosts);
        requires = requires == null ? Requirement.NOTHING : requires;
    }

    /** What callers must present; nothing where the document does not say. */
    @Override
    public Requirement requires() {
        return requires == null ? Requirement.NOTHING : requires;
    }
}
