package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.ExtensionName;
import io.gatehouse.configuration.ListOrExtension;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A deployed version of a service. */
public record VersionDocument(
        @Described(
                "Where it runs: a list, or what a discovery of gateway.yml is asked, such as {dns: orders.internal, port: 9000}.")
        @ExtensionName(HostDocument.DISCOVERY)
        @NotEmpty
        ListOrExtension<HostDocument> hosts,

        @Described(
                "What callers must present: a list of key and token, or {any-of: [key, token]}; [] is nothing. Without it"
                        + " [key] where a package, an application or a key names the service, else nothing.")
        @Nullable
        Requirement requires,

        Origin origin) {

    /** The hosts that are written; none if they are discovered. */
    public List<HostDocument> listed() {
        return hosts.items();
    }

    /** Whether somebody has written down what callers must present, be it nothing. */
    boolean saysWhatItRequires() {
        return requires != null;
    }

    /** The same, requiring this unless it says what it requires. */
    VersionDocument requiring(Requirement implied) {
        return requires == null ? new VersionDocument(hosts, implied, origin) : this;
    }

    /** What callers must present; nothing where that is neither written nor {@linkplain NamedServices implied}. */
    @Override
    public Requirement requires() {
        return requires == null ? Requirement.NOTHING : requires;
    }
}
