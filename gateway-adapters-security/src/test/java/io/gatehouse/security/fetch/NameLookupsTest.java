package io.gatehouse.security.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A name server that is silent holds one thread for each of its names, however many wait for it. */
class NameLookupsTest {

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final NameLookups names = new NameLookups(this::look, threads);

    @AfterEach
    void stop() {
        over.countDown();
        threads.shutdownNow();
    }

    @Test
    void holdsOneThreadForANameThatHangs() throws Exception {
        List<CompletableFuture<InetAddress>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(names.known("hangs"));
        }
        assertThat(names.known("good").get(60, TimeUnit.SECONDS)).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        over.countDown();
        for (CompletableFuture<InetAddress> one : waiting) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(InetAddress.getLoopbackAddress());
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void saysThatANameIsUnknownAndAsksAgain() {
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> names.known("unknown").get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownHostException.class);
            assertThat(asked.get()).isEqualTo(i);
        }
    }

    @Test
    void forgetsThatItAsksWhereTheSystemHasNoThreadForIt() throws Exception {
        var full = new AtomicBoolean(true);
        var refused = new NameLookups(this::look, work -> {
            if (full.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            work.run();
        });
        assertThatThrownBy(() -> refused.known("good").get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OutOfMemoryError.class);
        full.set(false);
        assertThat(refused.known("good").get(60, TimeUnit.SECONDS)).isEqualTo(InetAddress.getLoopbackAddress());
    }

    @Test
    void forgetsThatItAsksWhereAskingFailsInWhicheverWay() {
        var broken = new NameLookups(
                name -> {
                    asked.incrementAndGet();
                    throw new StackOverflowError();
                },
                Runnable::run);
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> broken.known("good").get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StackOverflowError.class);
            assertThat(asked.get()).isEqualTo(i);
        }
    }

    private InetAddress look(String name) throws UnknownHostException {
        asked.incrementAndGet();
        if (name.equals("unknown")) {
            throw new UnknownHostException(name);
        }
        if (name.equals("hangs")) {
            try {
                over.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        return InetAddress.getLoopbackAddress();
    }
}
