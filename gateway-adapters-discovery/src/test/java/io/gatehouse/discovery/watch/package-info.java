/** Questions to sources of hosts: asked again and again, one watch for all who ask the same. */
@NullMarked
package io.gatehouse.discovery.watch;

import org.jspecify.annotations.NullMarked;
