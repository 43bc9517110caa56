/** The way of a request: stages, what they decide, and the runner that walks them. */
@NullMarked
package io.gatehouse.domain.pipeline;

import org.jspecify.annotations.NullMarked;
