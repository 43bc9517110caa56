package io.gatehouse.http.tls;

/** A file of certificates or keys cannot be used; the message says why, in a few words that follow a file's name. */
public final class BadCertificateException extends Exception {

    private static final long serialVersionUID = 1L;

    BadCertificateException(String message) {
        super(message);
    }
}
