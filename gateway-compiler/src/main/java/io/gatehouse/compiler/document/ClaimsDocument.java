package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Origin;

/** Which claims of a token say who the user is. */
public record ClaimsDocument(
        @Described(
                "The claim that identifies the user; realm.user is, where no claim has that very name, user within realm.")
        @Default("sub")
        String user,

        @Described("The claim that lists the user's groups; named in the same way, such as realm_access.roles.")
        @Default("groups")
        String groups,

        Origin origin) {}
