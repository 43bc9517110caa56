/** Stages that stop requests beyond a limit. */
@NullMarked
package io.gatehouse.domain.throttle;

import org.jspecify.annotations.NullMarked;
