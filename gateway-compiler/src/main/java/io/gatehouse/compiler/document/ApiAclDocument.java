package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.Access;
import org.jspecify.annotations.Nullable;

/** The access rule of one path. */
public record ApiAclDocument(
        @Described("What it demands; without it what the method says.") @Nullable
        Access access,

        Origin origin) {}
