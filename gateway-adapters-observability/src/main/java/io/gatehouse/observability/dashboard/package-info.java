/** The dashboard: a page in a browser that shows what happens in the gateway. */
@NullMarked
package io.gatehouse.observability.dashboard;

import org.jspecify.annotations.NullMarked;
