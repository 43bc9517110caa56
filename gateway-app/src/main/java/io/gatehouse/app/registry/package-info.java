/** The registry of a running gateway: read, checked, compiled, served, watched, loaded again, and kept for the next start. */
@NullMarked
package io.gatehouse.app.registry;

import org.jspecify.annotations.NullMarked;
