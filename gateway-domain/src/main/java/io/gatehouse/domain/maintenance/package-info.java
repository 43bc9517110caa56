/** Taking the gateway, a service or a tenant out of use for a while. */
@NullMarked
package io.gatehouse.domain.maintenance;

import org.jspecify.annotations.NullMarked;
