/** What comes from clients: connections, requests, and the way of a request through the stages. */
@NullMarked
package io.gatehouse.http.inbound;

import org.jspecify.annotations.NullMarked;
