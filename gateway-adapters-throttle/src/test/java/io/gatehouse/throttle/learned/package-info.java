/** Bounds of what adaptive limits learn. */
@NullMarked
package io.gatehouse.throttle.learned;

import org.jspecify.annotations.NullMarked;
