package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.http.tls.TlsSettings.TlsEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** What the JDK's engine does, the native one does too. */
@Tag("slow")
class NativeTlsTest {

    @BeforeAll
    static void isThere() {
        assertThat(TlsEngine.NATIVE.unavailable()).isNull();
    }

    @Nested
    class OfListeners extends TlsListenerTest {
        @Override
        TlsEngine engine() {
            return TlsEngine.NATIVE;
        }

        /** Not so: it takes the EC key wherever there is one. */
        @Override
        void choosesTheKindOfKeyThatTheClientKnows() {}
    }

    @Nested
    class OfReloads extends TlsReloadTest {
        @Override
        TlsEngine engine() {
            return TlsEngine.NATIVE;
        }
    }

    @Nested
    class OfHttp2 extends Http2TlsTest {
        @Override
        TlsEngine engine() {
            return TlsEngine.NATIVE;
        }
    }

    @Nested
    class OfClientCertificates extends ClientCertificateTest {
        @Override
        TlsEngine engine() {
            return TlsEngine.NATIVE;
        }
    }
}
