/** A SOAJS installation beyond what the configuration has words for: what its services and its callers expect of its gateway. */
@NullMarked
package io.gatehouse.registry.soajs.installation;

import org.jspecify.annotations.NullMarked;
