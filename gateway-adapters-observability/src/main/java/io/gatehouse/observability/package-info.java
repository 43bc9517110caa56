/** Shows what happens in the gateway: to operators as it happens, and to product owners as usage. */
@NullMarked
package io.gatehouse.observability;

import org.jspecify.annotations.NullMarked;
