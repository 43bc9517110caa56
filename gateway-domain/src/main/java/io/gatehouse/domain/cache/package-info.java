/** Responses that are kept to be given again, by the rules of RFC 9111. */
@NullMarked
package io.gatehouse.domain.cache;

import org.jspecify.annotations.NullMarked;
