/** What the gateway knows of its services and tenants: read from a source, compiled, and swapped as a whole. */
@NullMarked
package io.gatehouse.domain.registry;

import org.jspecify.annotations.NullMarked;
