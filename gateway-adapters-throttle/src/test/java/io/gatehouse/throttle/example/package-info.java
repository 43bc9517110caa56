/** A store that a stranger could have written. */
@NullMarked
package io.gatehouse.throttle.example;

import org.jspecify.annotations.NullMarked;
