/** Checks that are watched instead of enforced. */
@NullMarked
package io.gatehouse.domain.observation;

import org.jspecify.annotations.NullMarked;
