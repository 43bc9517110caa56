/** A copy of the last good registry on the disk of the gateway. */
@NullMarked
package io.gatehouse.registry.lastgood;

import org.jspecify.annotations.NullMarked;
