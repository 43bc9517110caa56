package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Origin;
import org.jspecify.annotations.Nullable;

/** The access rule of one path. */
public record ApiAclDocument(
        @Described("What it demands; without it what the method says.") @Nullable
        Access access,

        Origin origin) {}
