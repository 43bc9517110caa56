/** Asks upstream hosts over HTTP whether they are well. */
@NullMarked
package io.gatehouse.http.probe;

import org.jspecify.annotations.NullMarked;
