/** Tests of counting, keeping and showing usage. */
@NullMarked
package io.gatehouse.observability.usage;

import org.jspecify.annotations.NullMarked;
