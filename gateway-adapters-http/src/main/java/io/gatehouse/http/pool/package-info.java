/**
 * Connections to upstream hosts: opened, lent, kept while idle, counted.
 *
 * <p>Each I/O thread has an {@link io.gatehouse.http.pool.IoThreadContext} with one {@link io.gatehouse.http.pool.HostPool} for each host,
 * so that a request and its connection stay on one thread and nothing needs a lock. Whoever wants a connection is a
 * {@link io.gatehouse.http.pool.ConnectionCallback}; what it gets is an {@link io.gatehouse.http.pool.UpstreamConnection}, which notifies its
 * pool when it is given back, closed or lent for good.
 *
 * <p>Opening one is a {@link io.gatehouse.http.pool.ConnectAttempt} of the {@link io.gatehouse.http.pool.Connector}: the name
 * ({@code HostNames}), TCP to one address after the other, TLS ({@code UpstreamTls}). Probes open theirs the same way. What all
 * threads share is the number of sockets ({@code OpenConnections}), the names, and the list of contexts
 * ({@link io.gatehouse.http.pool.IoThreadContexts}).
 */
@NullMarked
package io.gatehouse.http.pool;

import org.jspecify.annotations.NullMarked;
