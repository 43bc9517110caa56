/** The access log: one line for each request, written off the I/O threads. */
@NullMarked
package io.gatehouse.http.accesslog;

import org.jspecify.annotations.NullMarked;
