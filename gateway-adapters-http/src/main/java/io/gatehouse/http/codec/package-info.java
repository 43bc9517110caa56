/**
 * HTTP/1.1 on the wire, as the gateway itself reads and writes it: towards upstreams and in probes. Requests of clients are
 * parsed by Undertow; what {@code Tokens} says of names and lengths holds for them, too.
 *
 * <ul>
 *   <li>{@link io.gatehouse.http.codec.HeadBuffer} is what the head of a request is written into;
 *   <li>{@link io.gatehouse.http.codec.ResponseHead} reads the head of a response, strictly;
 *   <li>{@link io.gatehouse.http.codec.ResponseBody} separates content from framing behind it;
 *   <li>{@link io.gatehouse.http.codec.ConnectionOptions} are the headers that a {@code Connection} header names;
 *   <li>{@link io.gatehouse.http.codec.Tokens} are the smallest parts of the grammar.
 * </ul>
 *
 * <p>Nothing here does I/O, and nothing here knows of exchanges, pools or upstreams.
 */
@NullMarked
package io.gatehouse.http.codec;

import org.jspecify.annotations.NullMarked;
