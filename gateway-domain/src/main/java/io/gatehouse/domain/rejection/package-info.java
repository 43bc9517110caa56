/** The catalogue of refusals: every way in which the gateway says no. */
@NullMarked
package io.gatehouse.domain.rejection;

import org.jspecify.annotations.NullMarked;
