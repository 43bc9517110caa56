/** Every request is counted in the store. */
@NullMarked
package io.gatehouse.throttle.mongo.exact;

import org.jspecify.annotations.NullMarked;
