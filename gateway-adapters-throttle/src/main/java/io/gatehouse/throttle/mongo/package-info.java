/** Counting in MongoDB, for several processes together. */
@NullMarked
package io.gatehouse.throttle.mongo;

import org.jspecify.annotations.NullMarked;
