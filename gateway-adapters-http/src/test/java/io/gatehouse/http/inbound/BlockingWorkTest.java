package io.gatehouse.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has to wait for whom where all threads are taken, and who is turned away. */
class BlockingWorkTest {

    private final WorkThreads.BlockingWork threads = new WorkThreads.BlockingWork("test", 1024);
    private final Semaphore slow = new Semaphore(0);

    @AfterEach
    void stop() {
        slow.release(1024);
        threads.close();
    }

    @Test
    void letsNobodyWaitForAllThatSomebodyElseHasMade() throws Exception {
        for (int i = 0; i < 512; i++) {
            assertThat(threads.run("acme", slow::acquireUninterruptibly)).isTrue();
        }
        var done = new CountDownLatch(1);
        assertThat(threads.run("globex", done::countDown)).isTrue();
        slow.release(2);

        assertThat(done.await(60, TimeUnit.SECONDS))
                .as("done after one turn of the other, or two")
                .isTrue();
    }

    @Test
    void givesPlacesBackAndTurnsAwayWhoHasHalfOfThemOnly() throws Exception {
        for (int i = 0; i < 512; i++) {
            assertThat(threads.run("acme", slow::acquireUninterruptibly)).isTrue();
        }
        assertThat(threads.run("acme", () -> {})).isFalse();
        for (int i = 0; i < 511; i++) {
            assertThat(threads.run("globex", slow::acquireUninterruptibly)).isTrue();
        }
        var done = new CountDownLatch(1);
        // It ends only with the others: it would give its place back at once where every piece has a thread.
        assertThat(threads.run("initech", () -> {
                    slow.acquireUninterruptibly();
                    done.countDown();
                }))
                .isTrue();
        assertThat(threads.run("umbrella", () -> {})).as("beyond all places").isFalse();
        slow.release(1024);
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
}
