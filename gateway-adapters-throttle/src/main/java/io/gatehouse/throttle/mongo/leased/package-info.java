/** Permits are taken in batches and handed out locally. */
@NullMarked
package io.gatehouse.throttle.mongo.leased;

import org.jspecify.annotations.NullMarked;
