package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.acme.AcmeSettings;
import io.gatehouse.acme.AcmeSettings.ChallengeKind;
import io.gatehouse.app.configuration.AcmeConfiguration;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.ListenAddress;
import io.gatehouse.app.configuration.ListenConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration.CertificateConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration.ClientCertificatesConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration.TlsConfiguration;
import io.gatehouse.app.configuration.UpstreamTlsConfiguration;
import io.gatehouse.app.lifecycle.CertificateIssuers;
import io.gatehouse.app.lifecycle.CertificateWatch;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.reading.CertificateFiles;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.ListenerSettings;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.http.tls.BadCertificateException;
import io.gatehouse.http.tls.HostTls;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.ServedCertificates;
import io.gatehouse.http.tls.TlsSession;
import io.gatehouse.http.tls.TlsSettings;
import io.gatehouse.http.tls.WatchedCertificates;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The ports that clients connect to, and their certificates. */
final class ListenersModule extends AbstractModule {

    /**
     * All ports.
     *
     * @param settings each, in the order in which they are written
     * @param hostTls TLS towards upstreams
     * @param certificates all that are in use
     * @param issuers who has some of them issued
     */
    record Ports(
            List<ListenerSettings> settings,
            List<HostTls> hostTls,
            ServedCertificates certificates,
            CertificateIssuers issuers) {
        Ports {
            settings = List.copyOf(settings);
            hostTls = List.copyOf(hostTls);
        }
    }

    @Provides
    @Singleton
    static Ports ports(GatewayConfiguration configuration, GatewayClock clock) {
        CertificateIssuers issuers = issuers(configuration, clock);
        var settings = new ArrayList<ListenerSettings>();
        var secured = new ArrayList<WatchedCertificates>();
        for (int i = 0; i < configuration.listen().size(); i++) {
            ListenConfiguration listen = configuration.listen().get(i);
            String name = CertificateFiles.name(configuration.listen(), i);
            TlsConfiguration written = listen.tls();
            ListenerTls tls = written == null ? null : tls(written, listen, name, issuers);
            if (tls != null) {
                secured.add(new ServedCertificates.SecuredPort(name + ".tls", tls));
            }
            settings.add(new ListenerSettings(
                    socket(listen.address()),
                    listen.socket(),
                    tls,
                    listen.http2(),
                    listen.proxyProtocol() ? configuration.trustedProxies() : null,
                    rules(listen, issuers)));
        }
        List<HostTls> hosts = new ArrayList<>();
        for (int i = 0; i < configuration.upstreamTls().size(); i++) {
            hosts.add(hostTls(configuration.upstreamTls().get(i), "upstream-tls[" + i + "]"));
        }
        secured.addAll(hosts);
        secured.addAll(issuers.watched());
        return new Ports(settings, hosts, new ServedCertificates(secured), issuers);
    }

    /** One for all ports that say the same. */
    private static CertificateIssuers issuers(GatewayConfiguration configuration, GatewayClock clock) {
        var named = new LinkedHashMap<AcmeSettings, String>();
        for (int i = 0; i < configuration.listen().size(); i++) {
            TlsConfiguration tls = configuration.listen().get(i).tls();
            AcmeConfiguration acme = tls == null ? null : tls.acme();
            if (acme != null) {
                named.putIfAbsent(acme.settings(), CertificateFiles.name(configuration.listen(), i) + ".tls.acme");
            }
        }
        return new CertificateIssuers(named, clock);
    }

    private static HostTls hostTls(UpstreamTlsConfiguration written, String name) {
        FilePath authorities = written.authorities();
        FilePath certificate = written.certificate();
        FilePath key = written.key() == null ? certificate : written.key();
        try {
            return new HostTls(new HostTls.Settings(
                    name,
                    written.name(),
                    host -> written.hosts().stream().anyMatch(one -> one.test(host)),
                    authorities == null ? null : authorities.resolve(),
                    certificate == null || key == null
                            ? null
                            : new TlsSettings.Pair(certificate.resolve(), key.resolve()),
                    written.serverName()));
        } catch (BadCertificateException e) {
            throw new StartFailure(name + ": " + e.getMessage(), e);
        }
    }

    @Provides
    static ServedCertificates certificates(Ports ports) {
        return ports.certificates();
    }

    @Provides
    static CertificateIssuers issuers(Ports ports) {
        return ports.issuers();
    }

    @Provides
    @Singleton
    static CertificateWatch watch(Ports ports, GatewayClock clock, GatewayMetrics metrics) {
        ServedCertificates certificates = ports.certificates();
        metrics.certificates(certificates);
        ports.issuers().show(metrics);
        return new CertificateWatch(certificates, clock);
    }

    private static ListenerRules rules(ListenConfiguration listen, CertificateIssuers issuers) {
        Integer redirect = listen.redirectToHttps();
        var hsts = listen.hsts();
        ClientCertificatesConfiguration clients =
                listen.tls() == null ? null : listen.tls().clientCertificates();
        return new ListenerRules(
                listen.healthPath(),
                redirect == null ? 0 : redirect,
                hsts == null ? null : hsts.header(),
                clients != null && clients.forward(),
                listen.grpcWeb(),
                issuers.isEmpty() ? null : issuers);
    }

    private static ListenerTls tls(
            TlsConfiguration written, ListenConfiguration listen, String name, CertificateIssuers issuers) {
        var pairs = new ArrayList<TlsSettings.Pair>();
        for (CertificateConfiguration one : written.all()) {
            Path file = one.certificate().resolve();
            pairs.add(new TlsSettings.Pair(
                    file, one.key() == null ? file : one.key().resolve()));
        }
        AcmeConfiguration acme = written.acme();
        if (acme != null) {
            AcmeSettings settings = acme.settings();
            for (String host : settings.hosts()) {
                Path file = settings.certificate(host);
                pairs.add(new TlsSettings.Pair(file, file, host));
            }
        }
        ClientCertificatesConfiguration clients = written.clientCertificates();
        String unavailable = written.engine().unavailable();
        if (unavailable != null) {
            throw new StartFailure(
                    name + ".tls.engine: native is not to be had here: " + unavailable + " (expected jdk)");
        }
        try {
            return new ListenerTls(new TlsSettings(
                    pairs,
                    written.minimum(),
                    clients == null
                            ? null
                            : new TlsSettings.ClientCertificates(
                                    clients.authorities().resolve(), clients.require(), clients.forwardChain()),
                    listen.http2() ? List.of(TlsSession.H2, TlsSession.HTTP_1_1) : List.of(TlsSession.HTTP_1_1),
                    acme != null && acme.challenges().contains(ChallengeKind.TLS_ALPN_01) ? issuers : null,
                    written.engine()));
        } catch (BadCertificateException e) {
            throw new StartFailure(name + ".tls: " + e.getMessage(), e);
        }
    }

    /** Looks a name up now; an address is taken as it is. */
    static InetSocketAddress socket(ListenAddress address) {
        return new InetSocketAddress(address.host(), address.port());
    }
}
