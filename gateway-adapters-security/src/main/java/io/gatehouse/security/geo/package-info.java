/** Where addresses are, from a MaxMind database. */
@NullMarked
package io.gatehouse.security.geo;

import org.jspecify.annotations.NullMarked;
