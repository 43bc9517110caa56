package io.gatehouse.acme;

import io.gatehouse.domain.time.GatewayClock;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.exception.AcmeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps certificates in a folder that an authority issues: orders what is missing, and renews what has had two thirds of its life, on a
 * thread of its own. Of all processes that share the folder one does so; the others answer the authority as well, and use what it wrote.
 *
 * <p>Whatever fails is a line in the log and a problem, and is tried again later; nothing that is kept is given up for it. Safe for
 * concurrent use.
 */
public final class AcmeIssuer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AcmeIssuer.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final AcmeSettings settings;
    private final GatewayClock clock;
    private final Pace pace;
    private final AcmeFolder folder;
    private final PublishedChallenges published = new PublishedChallenges();
    private final AcmeClient client;
    private final List<HostRenewal> hosts;
    private final LongAdder issued = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean leads;
    private volatile @Nullable String folderProblem;
    private volatile Runnable whenIssued = () -> {};
    private @Nullable Thread thread;

    public AcmeIssuer(AcmeSettings settings, GatewayClock clock) {
        this(settings, clock, Pace.USUAL);
    }

    AcmeIssuer(AcmeSettings settings, GatewayClock clock, Pace pace) {
        this.settings = settings;
        this.clock = clock;
        this.pace = pace;
        this.folder = new AcmeFolder(settings.storage(), settings.directory());
        this.client = new AcmeClient(settings, folder, published, clock, pace, closed);
        this.hosts = settings.hosts().stream()
                .map(host -> new HostRenewal(host, pace))
                .toList();
    }

    /** Begins to work; {@code whenIssued} is run on its thread each time a certificate has been written. */
    public synchronized void begin(Runnable whenIssued) {
        if (thread == null && closed.getCount() > 0) {
            this.whenIssued = whenIssued;
            var working = new Thread(this::work, "gatehouse-acme");
            working.setDaemon(true);
            thread = working;
            working.start();
        }
    }

    /** What the authority is to find. */
    public PublishedChallenges challenges() {
        return published;
    }

    /** What keeps certificates from being there, or from being renewed in time, one line each. */
    public List<String> problems() {
        var found = new ArrayList<String>();
        String ofFolder = folderProblem;
        if (ofFolder != null) {
            found.add(ofFolder);
        }
        hosts.stream().map(HostRenewal::problem).filter(Objects::nonNull).forEach(found::add);
        return found;
    }

    /** Whether this process is the one that orders. */
    public boolean leads() {
        return leads;
    }

    /** How many certificates it has had issued. */
    public long issued() {
        return issued.sum();
    }

    /** How often it has failed to. */
    public long failed() {
        return failed.sum();
    }

    private void work() {
        try {
            Duration pause = Duration.ZERO;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = once();
            }
        } catch (InterruptedException e) {
            LOG.debug("Ended in the middle of an order");
        } finally {
            leads = false;
            try {
                folder.release();
            } catch (IOException e) {
                LOG.warn("{}: the lock could not be given back: {}", settings.storage(), e.toString());
            }
        }
    }

    private Duration once() throws InterruptedException {
        try {
            folder.prepare();
            if (!leads && folder.lead()) {
                leads = true;
                LOG.info(
                        "This process orders the certificates in {} from {}", settings.storage(), settings.directory());
            }
            published.take(folder.challenges());
            folderProblem = null;
            return leads ? renew() : follow();
        } catch (IOException | RuntimeException e) {
            String problem = settings.storage() + ": is no folder for certificates, " + AuthorityFailure.of(e);
            if (!problem.equals(folderProblem)) {
                folderProblem = problem;
                LOG.warn("{}", problem);
            }
            return pace.unreachable().after(1, ThreadLocalRandom.current().nextDouble());
        }
    }

    /** Another process orders. */
    private Duration follow() {
        hosts.forEach(host -> host.follows(folder.has(host.name())));
        return pace.follow();
    }

    private Duration renew() throws InterruptedException {
        Instant now = now();
        Instant next = now.plus(pace.look());
        var due = new ArrayList<HostRenewal>();
        for (HostRenewal host : hosts) {
            Instant then = host.due(folder.read(host.name()), now);
            if (!then.isAfter(now)) {
                due.add(host);
            } else if (then.isBefore(next)) {
                next = then;
            }
        }
        if (due.isEmpty()) {
            return Duration.between(now, next);
        }
        order(due);
        return Duration.ZERO;
    }

    private void order(List<HostRenewal> due) throws InterruptedException {
        Login login;
        try {
            login = client.login();
        } catch (AcmeException | IOException | RuntimeException | StackOverflowError e) {
            fail(due, AuthorityFailure.cause(e));
            return;
        }
        for (int i = 0; i < due.size(); i++) {
            HostRenewal host = due.get(i);
            try {
                X509Certificate got = client.issue(login, host.name(), host.next(settings.challenges()));
                host.succeeded(now());
                issued.increment();
                LOG.info(
                        "A certificate for {} has been issued, until {}",
                        host.name(),
                        got.getNotAfter().toInstant());
                whenIssued.run();
            } catch (AcmeException | IOException | RuntimeException | StackOverflowError e) {
                Throwable why = AuthorityFailure.cause(e);
                boolean unreachable = AuthorityFailure.isUnreachable(why);
                fail(unreachable ? due.subList(i, due.size()) : List.of(host), why);
                if (unreachable) {
                    return;
                }
            }
        }
    }

    private void fail(List<HostRenewal> all, Throwable why) throws InterruptedException {
        if (closed.getCount() == 0) {
            throw new InterruptedException("the gateway ends");
        }
        String text = AuthorityFailure.of(why);
        for (HostRenewal host : all) {
            failed.increment();
            host.failed(why, text, now(), ThreadLocalRandom.current().nextDouble());
            LOG.warn("{}", host.problem());
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.epochMillis());
    }

    /** Ends what is under way, and lets another process lead. */
    @Override
    public void close() {
        closed.countDown();
        Thread working;
        synchronized (this) {
            working = thread;
        }
        if (working != null) {
            working.interrupt();
            try {
                working.join(LONGEST_CLOSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
