/** Network addresses and ranges of them, as configuration and headers write them. */
@NullMarked
package io.gatehouse.domain.address;

import org.jspecify.annotations.NullMarked;
