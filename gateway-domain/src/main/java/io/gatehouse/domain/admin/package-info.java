/** What the admin port answers besides its own routes. */
@NullMarked
package io.gatehouse.domain.admin;

import org.jspecify.annotations.NullMarked;
