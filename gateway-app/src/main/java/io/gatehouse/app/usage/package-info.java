/** The names of a registry whose use is noted, and what becomes of those that nobody uses. */
@NullMarked
package io.gatehouse.app.usage;

import org.jspecify.annotations.NullMarked;
