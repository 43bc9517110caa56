package io.gatehouse.domain.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.request.ClientCertificate;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key is bound to certificates by their subjects, their fingerprints, or both. */
class CertificateRuleTest {

    private static final CertificateRule RULE =
            new CertificateRule(Set.of("CN=batch,O=Acme"), Set.of("ab12"), TestKeys.ORIGIN);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CN=batch,O=Acme | 0000 | true
            CN=other,O=Acme | ab12 | true
            CN=other,O=Acme | 0000 | false
            CN=batch        | 0000 | false
            """)
    void admitsThoseThatARuleNames(String subject, String fingerprint, boolean admitted) {
        assertThat(RULE.admits(new ClientCertificate(subject, fingerprint))).isEqualTo(admitted);
        assertThat(RULE.admits(null)).isFalse();
    }
}
