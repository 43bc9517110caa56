/** Tenants, applications and keys, compiled for look-up. */
@NullMarked
package io.gatehouse.domain.tenancy;

import org.jspecify.annotations.NullMarked;
