package io.gatehouse.acme;

import io.gatehouse.acme.AcmeSettings.ChallengeKind;
import io.gatehouse.domain.time.GatewayClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.util.CSRBuilder;

/** Orders certificates of the authority, one at a time. Blocks, each step for a bounded time, and until the gateway ends at most. */
final class AcmeClient {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** For the authority to decide on a challenge, or an order. */
    private static final Duration DECISION = Duration.ofMinutes(2);

    private static final Duration LONGEST_POLL = Duration.ofSeconds(15);
    private static final int LONGEST_CHAIN = 10;
    private static final int MOST_AUTHORIZATIONS = 4;

    private final AcmeSettings settings;
    private final AcmeFolder folder;
    private final PublishedChallenges published;
    private final GatewayClock clock;
    private final Pace pace;
    private final CountDownLatch closed;

    /** Waits for nothing any more once {@code closed} is. */
    AcmeClient(
            AcmeSettings settings,
            AcmeFolder folder,
            PublishedChallenges published,
            GatewayClock clock,
            Pace pace,
            CountDownLatch closed) {
        this.settings = settings;
        this.folder = folder;
        this.published = published;
        this.clock = clock;
        this.pace = pace;
        this.closed = closed;
    }

    /** Opens the account, or finds it if it is open already. */
    Login login() throws AcmeException, IOException {
        var session = new Session(settings.directory(), new DirectoryConnection.Provider(http()));
        session.networkSettings().setCompressionEnabled(false);
        session.setLocale(Locale.ENGLISH);
        AccountBuilder account = new AccountBuilder().agreeToTermsOfService().useKeyPair(folder.account());
        String email = settings.email();
        return (email == null ? account : account.addEmail(email)).createLogin(session);
    }

    private HttpClient http() throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(ProxySelector.getDefault());
        Path authorities = settings.authorities();
        return (authorities == null ? client : client.sslContext(trusting(authorities))).build();
    }

    private static SSLContext trusting(Path authorities) throws IOException {
        try (InputStream pem = Files.newInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry(Integer.toString(store.size()), one);
            }
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + " cannot be trusted: " + e.getMessage(), e);
        }
    }

    /** Has a certificate issued for a name, and keeps it. */
    X509Certificate issue(Login login, String host, ChallengeKind kind)
            throws AcmeException, IOException, InterruptedException {
        Order order = login.newOrder().domain(host).create();
        List<Authorization> authorizations = order.getAuthorizations();
        if (authorizations.size() > MOST_AUTHORIZATIONS) {
            throw new AcmeException("the authority wants " + authorizations.size() + " authorizations for one name");
        }
        for (Authorization one : authorizations) {
            if (one.getStatus() != Status.VALID) {
                validate(one, host, kind);
            }
        }
        await(order, EnumSet.of(Status.READY, Status.VALID, Status.INVALID));
        KeyPair key = KeyText.generate();
        if (order.getStatus() == Status.READY) {
            var request = new CSRBuilder();
            request.addDomain(host);
            request.sign(key);
            order.execute(request.getCSR());
            await(order, EnumSet.of(Status.VALID, Status.INVALID));
        }
        if (order.getStatus() != Status.VALID) {
            throw new AcmeException("the order became invalid" + because(order.getError()));
        }
        List<X509Certificate> chain = order.getCertificate().getCertificateChain();
        X509Certificate own = verified(chain, host, key);
        folder.keep(host, KeyText.write(chain, key.getPrivate()));
        return own;
    }

    private void validate(Authorization authorization, String host, ChallengeKind kind)
            throws AcmeException, IOException, InterruptedException {
        Optional<Challenge> offered = authorization.findChallenge(kind.type());
        if (!(offered.orElse(null) instanceof TokenChallenge challenge)) {
            throw new AcmeException("the authority does not validate by " + kind.type());
        }
        folder.publish(host, PublishedChallenges.text(kind, challenge.getAuthorization()));
        try {
            published.take(folder.challenges());
            pause(pace.spread());
            challenge.trigger();
            await(authorization, EnumSet.of(Status.VALID, Status.INVALID, Status.DEACTIVATED, Status.EXPIRED));
        } finally {
            folder.withdraw(host);
            published.take(folder.challenges());
        }
        if (authorization.getStatus() != Status.VALID) {
            Optional<Problem> why = authorization.getChallenges().stream()
                    .flatMap(one -> one.getError().stream())
                    .findFirst();
            throw new AcmeException("the name could not be validated by " + kind.type() + because(why));
        }
    }

    private static String because(Optional<Problem> why) {
        return why.map(problem -> ": " + problem).orElse("");
    }

    private void await(PollableResource decided, Set<Status> wanted) throws AcmeException, InterruptedException {
        long begun = clock.nanoTime();
        while (!wanted.contains(decided.getStatus())) {
            if (clock.nanoTime() - begun > DECISION.toNanos()) {
                throw new AcmeException("the authority has not decided within " + DECISION.toMinutes() + " minutes");
            }
            Optional<Instant> asked = decided.fetch();
            if (!wanted.contains(decided.getStatus())) {
                Duration wait = asked.map(then -> Duration.between(Instant.ofEpochMilli(clock.epochMillis()), then))
                        .orElse(pace.poll());
                pause(wait.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : longer(wait, pace.poll()));
            }
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void pause(Duration time) throws InterruptedException {
        if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the gateway ends");
        }
    }

    private X509Certificate verified(List<X509Certificate> chain, String host, KeyPair key) throws AcmeException {
        if (chain.isEmpty() || chain.size() > LONGEST_CHAIN) {
            throw new AcmeException("the authority has issued a chain of " + chain.size() + " certificates");
        }
        X509Certificate own = chain.get(0);
        if (!own.getPublicKey().equals(key.getPublic())) {
            throw new AcmeException("the authority has issued a certificate for another key");
        }
        try {
            boolean names = Optional.ofNullable(own.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .anyMatch(name -> host.equalsIgnoreCase(String.valueOf(name.get(1))));
            if (!names) {
                throw new AcmeException("the authority has issued a certificate for another name");
            }
        } catch (GeneralSecurityException e) {
            throw new AcmeException("the authority has issued a certificate that cannot be read", e);
        }
        return own;
    }
}
