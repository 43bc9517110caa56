/** Configurations of MicroGate, translated. */
@NullMarked
package io.gatehouse.app.microgate;

import org.jspecify.annotations.NullMarked;
