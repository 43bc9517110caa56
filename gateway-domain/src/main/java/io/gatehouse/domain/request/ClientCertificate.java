package io.gatehouse.domain.request;

/**
 * The certificate that a client has proved to have, in the handshake of its connection; issued by an authority that the port trusts.
 *
 * @param subject whom it names, as RFC 2253 writes it: {@code CN=orders,O=Acme}
 * @param fingerprint its SHA-256, 64 hex digits in small letters
 */
public record ClientCertificate(String subject, String fingerprint) {}
