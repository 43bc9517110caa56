/** What the gateway makes of the responses of a service on their way to the client. */
@NullMarked
package io.gatehouse.domain.response;

import org.jspecify.annotations.NullMarked;
