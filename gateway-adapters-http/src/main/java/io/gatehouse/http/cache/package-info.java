/** Responses that are kept to be given again, by the rules of RFC 9111. */
@NullMarked
package io.gatehouse.http.cache;

import org.jspecify.annotations.NullMarked;
