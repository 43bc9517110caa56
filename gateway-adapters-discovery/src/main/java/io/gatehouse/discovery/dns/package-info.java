/** Hosts by names of DNS: addresses and SRV records. */
@NullMarked
package io.gatehouse.discovery.dns;

import org.jspecify.annotations.NullMarked;
