/** What holds for the whole gateway: bans, maintenance, trusted clients, cross-origin calls. */
@NullMarked
package io.gatehouse.domain.policy;

import org.jspecify.annotations.NullMarked;
