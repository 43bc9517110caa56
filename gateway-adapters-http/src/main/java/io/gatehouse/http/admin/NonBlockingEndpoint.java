package io.gatehouse.http.admin;

/**
 * An endpoint that answers on the I/O thread, so whatever else the admin server is doing: it must not wait, take a lock or
 * write to a log.
 */
@FunctionalInterface
interface NonBlockingEndpoint extends AdminEndpoint {}
