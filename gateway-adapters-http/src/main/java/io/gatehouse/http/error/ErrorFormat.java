package io.gatehouse.http.error;

/** The shape of error bodies; {@link #PROBLEM} unless configured otherwise. */
public enum ErrorFormat {
    /** RFC 9457 {@code application/problem+json} with {@code code} and {@code request_id}. */
    PROBLEM,
    /** The envelope of the SOAJS controller, for clients that were written against it. */
    SOAJS
}
