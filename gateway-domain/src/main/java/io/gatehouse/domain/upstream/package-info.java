/** Run-time state of upstream hosts, and choosing one of them for a request. */
@NullMarked
package io.gatehouse.domain.upstream;

import org.jspecify.annotations.NullMarked;
