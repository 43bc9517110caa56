/** Reading and understanding everything that an operator has written, before anything is started. */
@NullMarked
package io.gatehouse.app.reading;

import org.jspecify.annotations.NullMarked;
