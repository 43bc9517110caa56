/** Tells a server of one's own what has happened, in batches. */
@NullMarked
package io.example.traffic;

import org.jspecify.annotations.NullMarked;
