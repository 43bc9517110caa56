package io.gatehouse.domain.tenancy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a key's text in UTF-8.
 *
 * <p>Keys are looked up and compared by their digests: what the time of a look-up shows of a digest says nothing of any
 * key, since nobody can choose a text by its digest.
 */
public record KeyDigest(long a, long b, long c, long d) {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(KeyDigest::sha256);

    /** The digest of a key's text. */
    public static KeyDigest of(String key) {
        return of(SHA_256.get().digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    /** The digest that 64 hex digits write. */
    public static KeyDigest ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    private static KeyDigest of(byte[] bytes) {
        return new KeyDigest((long) LONG.get(bytes, 0), (long) LONG.get(bytes, 8), (long) LONG.get(bytes, 16), (long)
                LONG.get(bytes, 24));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether both are the same, in a time that does not depend on where they differ. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyDigest digest
                && ((a ^ digest.a) | (b ^ digest.b) | (c ^ digest.c) | (d ^ digest.d)) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    @Override
    public String toString() {
        return "sha256:***";
    }
}
