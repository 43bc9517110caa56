package io.gatehouse.app.configuration;

import io.gatehouse.acme.AcmeSettings.ChallengeKind;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Shorthand;
import io.gatehouse.http.ListenerSettings.SocketKind;
import io.gatehouse.http.tls.TlsSettings.MinimumVersion;
import io.gatehouse.http.tls.TlsSettings.TlsEngine;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data port: where callers connect. */
public record ListenConfiguration(
        @Described("Address and port; port 0 is any free one, 0.0.0.0 and [::] are all addresses, by IPv4 and IPv6.")
        @Default("127.0.0.1:8080")
        ListenAddress address,

        @Described(
                "Whose the socket is: own; shared with other processes by SO_REUSEPORT; inherited as standard input, which has its address.")
        @Default("own")
        SocketKind socket,

        @Described("Certificates for HTTPS; without them HTTP.") @Disableable @Nullable
        TlsConfiguration tls,

        @Described("Whether clients may speak HTTP/2 as well: with TLS by ALPN, without by prior knowledge (h2c).")
        @Default("false")
        boolean http2,

        @Described(
                "Whether calls by gRPC-Web, as browsers make them, are handed on to hosts of HTTP/2 as calls by gRPC.")
        @Default("false")
        boolean grpcWeb,

        @Described(
                "Whether proxies in front say by the PROXY protocol, version 1 or 2, for whom they connect: those of trusted-proxies must, and nobody else may connect.")
        @Default("false")
        boolean proxyProtocol,

        @Described(
                "A path that is answered with 200 while the gateway takes requests and 503 when it ends, whatever the registry says.")
        @Matching(value = "/[A-Za-z0-9/_.-]{0,255}", expected = "a path such as /health")
        @Disableable
        @Nullable
        String healthPath,

        @Described(
                "The port that requests are sent to by a redirect (308) to HTTPS at the same host; nothing is served here then.")
        @Range(min = 1, max = 65535)
        @Disableable
        @Nullable
        Integer redirectToHttps,

        @Described("For how long browsers are to use HTTPS only (Strict-Transport-Security).") @Disableable @Nullable
        StrictTransportSecurity hsts) {

    public ListenConfiguration {
        if (redirectToHttps != null && tls != null) {
            throw new MalformedValue("redirect-to-https without tls, as it is for ports in clear text");
        }
        if (hsts != null && tls == null) {
            throw new MalformedValue("hsts together with tls, as browsers heed it over TLS only");
        }
    }

    /** The certificates of a port; all files are read again when they change. */
    public record TlsConfiguration(
            @Described("A certificate and those that lead to its root, as PEM; in place of certificates.") @Nullable
            FilePath certificate,

            @Described("Its private key, as PEM; without it, in the same file.") @Nullable
            FilePath key,

            @Described(
                    "Several, chosen by the name that a client asks for (SNI): an exact name before a wildcard, the first for all others.")
            @Default({})
            List<CertificateConfiguration> certificates,

            @Described("Certificates that an authority issues by ACME, besides those or in place of them.")
            @Disableable
            @Nullable
            AcmeConfiguration acme,

            @Described("The oldest version of TLS that is spoken: 1.2 or 1.3.") @Default("1.2")
            MinimumVersion minimum,

            @Described(
                    "What does the cryptography: jdk, or native, which is BoringSSL on Linux and takes half of the processor time for handshakes.")
            @Default("jdk")
            TlsEngine engine,

            @Described("Certificates of clients; without it they are not asked for one.") @Disableable @Nullable
            ClientCertificatesConfiguration clientCertificates) {

        public TlsConfiguration {
            certificates = List.copyOf(certificates);
            boolean none = certificate == null && certificates.isEmpty();
            if ((none && acme == null)
                    || (certificate != null && !certificates.isEmpty())
                    || (certificate == null && key != null)) {
                throw new MalformedValue("either certificate, perhaps with its key, or certificates, or acme");
            }
            if (acme != null && engine == TlsEngine.NATIVE && acme.challenges().contains(ChallengeKind.TLS_ALPN_01)) {
                throw new MalformedValue("challenges: [http-01] of acme where engine is native, which speaks no other");
            }
            if (acme != null
                    && clientCertificates != null
                    && clientCertificates.require()
                    && acme.challenges().contains(ChallengeKind.TLS_ALPN_01)) {
                throw new MalformedValue(
                        "challenges: [http-01] of acme where clients must have a certificate, as the authority has none");
            }
        }

        /** All certificates in files of the operator's, whichever way they are written. */
        public List<CertificateConfiguration> all() {
            FilePath only = certificate;
            return only == null ? certificates : List.of(new CertificateConfiguration(only, key));
        }
    }

    /** One of several certificates. */
    public record CertificateConfiguration(
            @Described("The certificate and those that lead to its root, as PEM.")
            FilePath certificate,

            @Described("Its private key, as PEM; without it, in the same file.") @Nullable
            FilePath key) {}

    /** Whose certificates clients may have. */
    public record ClientCertificatesConfiguration(
            @Described("Certificates of those who issue them, as PEM.")
            FilePath authorities,

            @Described("Whether a client without one is turned away in the handshake.") @Default("false")
            boolean require,

            @Described("Whether upstreams get it in the header Client-Cert (RFC 9440).") @Default("false")
            boolean forward,

            @Described(
                    "Whether they get those that lead to its root as well, as the client sent them, in Client-Cert-Chain.")
            @Default("false")
            boolean forwardChain) {

        public ClientCertificatesConfiguration {
            if (forwardChain && !forward) {
                throw new MalformedValue("forward-chain together with forward: true");
            }
        }
    }

    /** What browsers are told. */
    public record StrictTransportSecurity(
            @Described("For how long.") @Default("365d") @Shorthand
            Duration maxAge,

            @Described("Whether it holds for hosts below as well.") @Default("false")
            boolean includeSubdomains,

            @Described("Whether it may go into browsers' built-in lists.") @Default("false")
            boolean preload) {

        /** The value of the header. */
        public String header() {
            return "max-age=" + maxAge.toSeconds() + (includeSubdomains ? "; includeSubDomains" : "")
                    + (preload ? "; preload" : "");
        }
    }
}
