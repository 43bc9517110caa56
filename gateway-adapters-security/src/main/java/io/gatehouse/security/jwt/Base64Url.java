package io.gatehouse.security.jwt;

import java.util.Base64;

/** Base64url as RFC 7515 writes it, where every text of bytes has exactly one spelling. */
final class Base64Url {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private Base64Url() {}

    /** Whether a text is base64url without padding, whitespace, or bits set beyond its last byte. */
    static boolean isCanonical(String text) {
        int rest = text.length() % 4;
        if (text.isEmpty() || rest == 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isLetter(text.charAt(i))) {
                return false;
            }
        }
        int unused = rest == 2 ? 0b1111 : rest == 3 ? 0b11 : 0;
        return (ALPHABET.indexOf(text.charAt(text.length() - 1)) & unused) == 0;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** The bytes of a canonical text. */
    static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
