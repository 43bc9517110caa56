/** Hosts by services of Consul. */
@NullMarked
package io.gatehouse.discovery.consul;

import org.jspecify.annotations.NullMarked;
