/** Active health checking: when to probe a host and what its answers mean. */
@NullMarked
package io.gatehouse.domain.health;

import org.jspecify.annotations.NullMarked;
