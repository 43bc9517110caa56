/** User agents: what they say they are, and rules about it. */
@NullMarked
package io.gatehouse.domain.device;

import org.jspecify.annotations.NullMarked;
