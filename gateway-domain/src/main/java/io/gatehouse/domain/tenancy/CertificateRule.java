package io.gatehouse.domain.tenancy;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.request.ClientCertificate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * With which certificates of clients a key may be used.
 *
 * @param subjects those of these subjects, as RFC 2253 writes them
 * @param fingerprints and those of these SHA-256 fingerprints, 64 hex digits in small letters
 * @param origin the place in the configuration that declares it
 */
public record CertificateRule(Set<String> subjects, Set<String> fingerprints, Origin origin) {

    public CertificateRule {
        subjects = Set.copyOf(subjects);
        fingerprints = Set.copyOf(fingerprints);
    }

    /** Whether a client with this certificate, or without any, may use the key. */
    public boolean admits(@Nullable ClientCertificate presented) {
        return presented != null
                && (subjects.contains(presented.subject()) || fingerprints.contains(presented.fingerprint()));
    }
}
