/** Verdicts on tokens: what claims say of user, time and audience, and what is remembered of it. */
@NullMarked
package io.gatehouse.security.verdict;

import org.jspecify.annotations.NullMarked;
