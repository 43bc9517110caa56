/** The core database of a SOAJS installation, translated into our configuration. */
@NullMarked
package io.gatehouse.registry.soajs;

import org.jspecify.annotations.NullMarked;
