/** Counting in a server that speaks MongoDB's protocol. */
@NullMarked
package io.gatehouse.throttle.mongo;

import org.jspecify.annotations.NullMarked;
