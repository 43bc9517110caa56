/** What callers may use in which time: limits, strategies, who is counted, and the ledger that counts. */
@NullMarked
package io.gatehouse.domain.quota;

import org.jspecify.annotations.NullMarked;
