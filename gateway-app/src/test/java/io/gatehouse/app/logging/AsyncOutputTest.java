package io.gatehouse.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AsyncOutputTest {

    private static final byte[] PIECE = new byte[10_000];

    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CountDownLatch reads = new CountDownLatch(1);
    private final BlockingQueue<Long> told = new LinkedBlockingQueue<>();

    @Test
    void handsOnEverythingInOrder() throws IOException {
        try (AsyncOutput output = AsyncOutput.to(read, told::add)) {
            for (int i = 0; i < 100; i++) {
                output.write(("line " + i + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(read.toString(StandardCharsets.US_ASCII))
                .startsWith("line 0\nline 1\n")
                .endsWith("line 99\n");
        assertThat(told).isEmpty();
    }

    @Test
    void dropsWholePiecesWhereNobodyReadsAndSaysSoOnceSomebodyDoes() throws Exception {
        AsyncOutput output = AsyncOutput.to(new UnreadUntilNow(), told::add);
        for (int i = 0; i < 1000; i++) {
            output.write(PIECE);
        }
        long dropped = output.dropped();
        assertThat(dropped).isBetween(800L, 1000L);
        assertThat(told).isEmpty();

        reads.countDown();
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(dropped);
        output.write("end".getBytes(StandardCharsets.US_ASCII));
        output.close();
        assertThat(read.size()).isEqualTo((1000 - dropped) * PIECE.length + 3);
        assertThat(output.written()).isEqualTo(1000 - dropped + 1);
    }

    @Test
    void closesWhateverTheReaderDoes() throws IOException {
        AsyncOutput output = AsyncOutput.to(new UnreadUntilNow(), told::add);
        output.write(PIECE);
        output.close();
        output.close();
        output.write(PIECE);
        assertThat(read.size()).isZero();
        reads.countDown();
    }

    @Test
    void livesOnAfterAWriteThatFails() throws IOException {
        var broken = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("thrown on purpose");
            }
        };
        AsyncOutput output = AsyncOutput.to(broken, told::add);
        output.write(PIECE);
        output.write(PIECE);
        output.close();
        assertThat(output.dropped()).isEqualTo(2);
        assertThat(output.written()).isZero();
    }

    /** A pipe that is full until somebody reads. */
    private final class UnreadUntilNow extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            try {
                reads.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            read.write(from, offset, length);
        }
    }
}
