/**
 * Forwarding: the way of a request to a host and of its response back.
 *
 * <ol>
 *   <li>{@link io.gatehouse.http.forwarding.Forwarder} is handed each exchange that the stages have let pass;
 *   <li>{@code ForwardedExchange} is one of them: the tries at hosts that it takes, and what comes of each. {@code FurtherTries} says
 *       whether there is another one, and where;
 *   <li>{@code HostAttempt} is one try: its states and every transition between them stand in that file. {@code HostUse} is where its
 *       permit ends, {@code Patience} how long it waits;
 *   <li>{@code RequestSender} sends the head that {@code RequestHead} writes ({@code HeaderRules}, {@code ForwardedFor},
 *       {@code IdentityHeaders}) and the body that {@code BodySource} reads from the client;
 *   <li>{@code ResponseReader} reads the head of the response, {@code ResponseBodyRelay} moves its body to the client;
 *   <li>{@code Tunnel} is what a WebSocket handshake turns both connections into, with a {@code TunnelRelay} for each direction.
 * </ol>
 *
 * <p>All of it runs on the I/O thread of the client's connection, and holds one buffer at most for each direction.
 */
@NullMarked
package io.gatehouse.http.forwarding;

import org.jspecify.annotations.NullMarked;
