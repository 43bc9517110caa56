/** The live feed: what happens, as server-sent events. */
@NullMarked
package io.gatehouse.observability.feed;

import org.jspecify.annotations.NullMarked;
