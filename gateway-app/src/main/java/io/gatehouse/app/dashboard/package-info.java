/** What only the dashboard asks for. */
@NullMarked
package io.gatehouse.app.dashboard;

import org.jspecify.annotations.NullMarked;
