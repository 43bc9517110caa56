package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Origin;

/** A package: a named set of permissions. */
public record PackageDocument(
        @Described("What it permits.") @Default({}) AclDocument acl, Origin origin) {}
