/** Hosts by services of a Docker Swarm. */
@NullMarked
package io.gatehouse.discovery.swarm;

import org.jspecify.annotations.NullMarked;
