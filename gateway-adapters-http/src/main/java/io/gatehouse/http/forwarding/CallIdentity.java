package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.tenancy.ApiKey;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands for what a call with a key asks for: method, path as it was called, query, credentials that the upstream sees, and body. */
final class CallIdentity {

    private final MessageDigest asked = sha256();

    /** That of a call whose body is to be added. */
    CallIdentity(RequestState state) {
        boolean credentials = state.route().service().forwarding().passCredentials();
        add(asked, state.method());
        add(asked, state.request().path().forwarded());
        add(asked, state.request().query());
        add(asked, credentials ? state.header(Headers.AUTHORIZATION_STRING) : null);
    }

    /** The key as it is told apart: the same text is another key of another service, tenant, application or user. */
    static String key(RequestState state, String sent) {
        ApiKey caller = state.caller().key();
        MessageDigest all = sha256();
        add(all, state.route().service().name());
        add(all, state.caller().tenant());
        add(all, caller == null ? null : caller.application().name());
        add(all, state.userId());
        add(all, sent);
        return "idempotency:" + text(all);
    }

    /** More of the body. */
    void add(byte[] body) {
        asked.update(body);
    }

    /** Of all that was added. */
    String fingerprint() {
        return text(asked);
    }

    private static void add(MessageDigest digest, @Nullable String part) {
        digest.update(Objects.requireNonNullElse(part, "").getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String text(MessageDigest digest) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }
}
