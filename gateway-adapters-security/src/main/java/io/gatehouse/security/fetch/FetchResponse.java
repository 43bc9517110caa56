package io.gatehouse.security.fetch;

/**
 * What a provider answered.
 *
 * @param status the HTTP status
 * @param body the whole body, not copied: nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy of every body would be for nothing.
public record FetchResponse(int status, byte[] body) {}
