/**
 * HTTP/2 as both sides of the gateway speak it (RFC 9113): frames, streams, flow control, and the bounds that keep a peer from costing more
 * than it may. Who is at the other end is for {@code connection} and {@code pool} to know.
 */
@NullMarked
package io.gatehouse.http.http2;

import org.jspecify.annotations.NullMarked;
