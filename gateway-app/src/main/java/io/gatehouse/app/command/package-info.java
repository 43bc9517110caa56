/** The commands of the program. */
@NullMarked
package io.gatehouse.app.command;

import org.jspecify.annotations.NullMarked;
