/** Users: the tokens they present, how those are verified, and what is known of them then. */
@NullMarked
package io.gatehouse.domain.identity;

import org.jspecify.annotations.NullMarked;
