/** Hosts by Services of Kubernetes. */
@NullMarked
package io.gatehouse.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
