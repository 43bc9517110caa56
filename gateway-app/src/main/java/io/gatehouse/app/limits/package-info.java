/** What the process may use of the machine, and how the gateway's limits are fitted to that. */
@NullMarked
package io.gatehouse.app.limits;

import org.jspecify.annotations.NullMarked;
