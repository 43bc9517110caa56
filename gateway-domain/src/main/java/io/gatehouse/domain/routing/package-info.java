/** Finding the service, the version and the API path a request asks for. */
@NullMarked
package io.gatehouse.domain.routing;

import org.jspecify.annotations.NullMarked;
