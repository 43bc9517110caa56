package io.gatehouse.domain.request;

import java.util.List;

/**
 * Where credentials stand in a request.
 *
 * @param keyHeaders headers that hold a key
 * @param keyParameters query parameters that hold a key
 * @param tokenHeaders headers that hold a bare token; {@code Authorization: Bearer} is always read
 * @param tokenParameters query parameters that hold a token
 */
public record CredentialNames(
        List<String> keyHeaders, List<String> keyParameters, List<String> tokenHeaders, List<String> tokenParameters) {

    /** {@code key} and {@code X-API-Key} or {@code ?key=}; {@code access_token} as header or parameter. */
    public static final CredentialNames DEFAULT = new CredentialNames(
            List.of("key", "X-API-Key"), List.of("key"), List.of("access_token"), List.of("access_token"));

    public CredentialNames {
        keyHeaders = List.copyOf(keyHeaders);
        keyParameters = List.copyOf(keyParameters);
        tokenHeaders = List.copyOf(tokenHeaders);
        tokenParameters = List.copyOf(tokenParameters);
    }
}
