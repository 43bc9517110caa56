/** The gateway's HTTP server: Undertow towards clients, Undertow towards upstreams. */
@NullMarked
package io.gatehouse.http;

import org.jspecify.annotations.NullMarked;
