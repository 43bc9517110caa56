/** Maintenance of the gateway, a service or a tenant. */
@NullMarked
package io.gatehouse.domain.maintenance;

import org.jspecify.annotations.NullMarked;
