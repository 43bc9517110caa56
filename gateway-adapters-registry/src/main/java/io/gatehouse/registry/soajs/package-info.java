/** The core database of a SOAJS installation, read and told in the words of our configuration. */
@NullMarked
package io.gatehouse.registry.soajs;

import org.jspecify.annotations.NullMarked;
