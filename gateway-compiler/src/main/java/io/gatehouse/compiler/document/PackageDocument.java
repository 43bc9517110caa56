package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Origin;

/** A package: a named set of permissions. */
public record PackageDocument(
        @Described("What it permits.") @Default({}) AclDocument acl, Origin origin) {}
