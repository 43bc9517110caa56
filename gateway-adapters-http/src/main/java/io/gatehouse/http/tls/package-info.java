/** TLS towards clients: certificates and how one is chosen, handshakes, and what comes of them. */
@NullMarked
package io.gatehouse.http.tls;

import org.jspecify.annotations.NullMarked;
