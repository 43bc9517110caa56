package io.gatehouse.http.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS by BoringSSL, through Netty's engine, behind the interfaces of the JDK. Memory of an engine outside of the heap is given back when the
 * engine is closed both ways, else when it is collected.
 */
final class NativeTls {

    private static final Provider PROVIDER = new Provider("Gatehouse", "1", "TLS by BoringSSL") {
        private static final long serialVersionUID = 1L;
    };

    private NativeTls() {}

    /** Why it cannot be used on this platform; null if it can. */
    static @Nullable String unavailable() {
        Throwable cause = OpenSsl.unavailabilityCause();
        return cause == null ? null : cause.toString();
    }

    /** What connections are secured with, by these keys; clients are asked for a certificate if it is known whom to trust. */
    static SSLContext context(
            TlsSettings settings, X509ExtendedKeyManager keys, TrustManager[] trusted, Iterable<String> ciphers)
            throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        new OpenSslCachingX509KeyManagerFactory(new GivenKeys(keys)))
                .sslProvider(SslProvider.OPENSSL)
                .ciphers(ciphers, SupportedCipherSuiteFilter.INSTANCE)
                .protocols(settings.versions())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        settings.protocols()));
        if (trusted.length > 0) {
            builder.trustManager(trusted[0]);
        }
        return new NativeContext(builder.build());
    }

    /** Netty asks a factory, and remembers what it has made of a key by its alias. */
    private static final class GivenKeys extends KeyManagerFactory {

        GivenKeys(KeyManager keys) {
            super(
                    new KeyManagerFactorySpi() {
                        @Override
                        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

                        @Override
                        protected void engineInit(ManagerFactoryParameters parameters) {}

                        @Override
                        protected KeyManager[] engineGetKeyManagers() {
                            return new KeyManager[] {keys};
                        }
                    },
                    PROVIDER,
                    "given");
        }
    }

    private static final class NativeContext extends SSLContext {

        NativeContext(SslContext context) {
            super(new Engines(context), PROVIDER, "TLS");
        }
    }

    /** Makes engines of servers, and nothing else. */
    private static final class Engines extends SSLContextSpi {

        private final SslContext context;

        Engines(SslContext context) {
            this.context = context;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return new NativeEngine(context.newEngine(UnpooledByteBufAllocator.DEFAULT));
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return engineCreateSSLEngine();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.sessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted, @Nullable SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException();
        }
    }
}
