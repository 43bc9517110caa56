package io.gatehouse.http.admin;

/** Answers requests of one admin route; runs on a worker thread of the admin server, where blocking is allowed. */
@FunctionalInterface
public interface AdminEndpoint {

    /** Answers; what it throws is answered with 500 and logged. */
    AdminResponse answer(AdminRequest request);
}
