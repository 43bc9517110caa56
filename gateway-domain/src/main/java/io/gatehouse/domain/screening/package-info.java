/** What is asked of every request before it is known where it goes: cross-origin calls, bans, maintenance. */
@NullMarked
package io.gatehouse.domain.screening;

import org.jspecify.annotations.NullMarked;
