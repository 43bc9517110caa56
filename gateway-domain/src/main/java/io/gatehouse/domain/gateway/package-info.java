/** The gateway's request pipeline, put together. */
@NullMarked
package io.gatehouse.domain.gateway;

import org.jspecify.annotations.NullMarked;
