/** Turns the configuration of a MicroGate into ours. */
@NullMarked
package io.gatehouse.registry.microgate;

import org.jspecify.annotations.NullMarked;
