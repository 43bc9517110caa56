package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.NotInEffect;
import io.gatehouse.http.ListenerSettings.SocketKind;
import org.jspecify.annotations.Nullable;

/** The data port: where callers connect. */
public record ListenConfiguration(
        @Described("Address and port; port 0 is any free one.") @Default("127.0.0.1:8080")
        ListenAddress address,

        @Described(
                "Whose the socket is: own; shared with other processes by SO_REUSEPORT; inherited as standard input, which has its address.")
        @Default("own")
        SocketKind socket,

        @Described("The certificate for HTTPS; without it HTTP.")
        @NotInEffect(instead = "the gateway does not start with it", refused = true)
        @Disableable
        @Nullable
        TlsConfiguration tls,

        @Described("Whether clients may speak HTTP/2 as well: with TLS by ALPN, without by prior knowledge (h2c).")
        @Default("false")
        boolean http2,

        @Described("A path that answers the gateway's health on the data port.")
        @NotInEffect
        @Matching(value = "/[A-Za-z0-9/_.-]{0,255}", expected = "a path such as /health")
        @Disableable
        @Nullable
        String healthPath) {

    /** The gateway's certificate; both files are read again when they change. */
    public record TlsConfiguration(
            @Described("The certificate and those that lead to its root, as PEM.")
            FilePath certificate,

            @Described("Its private key, as PEM.") FilePath key) {}
}
