/** What is reported of an exchange once it has ended. */
@NullMarked
package io.gatehouse.domain.traffic;

import org.jspecify.annotations.NullMarked;
