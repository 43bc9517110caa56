/** Key sets that change: fetched, kept fresh ahead of need, kept while their source is silent. */
@NullMarked
package io.gatehouse.security.jwks;

import org.jspecify.annotations.NullMarked;
