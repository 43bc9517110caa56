/** Countries and continents: where addresses are, and rules about it. */
@NullMarked
package io.gatehouse.domain.geo;

import org.jspecify.annotations.NullMarked;
