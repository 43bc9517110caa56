/** The gateway's own HTTP/1.1 connections to clients: what comes in, what goes out, how long either may take. */
@NullMarked
package io.gatehouse.http.connection;

import org.jspecify.annotations.NullMarked;
