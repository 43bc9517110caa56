/** What exchanges add up to: by second, by route, by tenant and by key. */
@NullMarked
package io.gatehouse.observability.tally;

import org.jspecify.annotations.NullMarked;
