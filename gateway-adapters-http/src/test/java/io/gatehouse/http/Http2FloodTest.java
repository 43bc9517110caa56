package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client does that costs much and brings nothing ends its connection; all others are served meanwhile. */
class Http2FloodTest {

    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int ENHANCE_YOUR_CALM = 11;

    /** More than any connection may. */
    private static final int MANY = 20_000;

    /** What can be sent without end. */
    enum Flood {
        RAPID_RESET {
            @Override
            void send(Http2Client client, int i) throws IOException {
                client.reset(client.get("/svc/x"), 8);
            }
        },
        MADE_YOU_RESET {
            @Override
            void send(Http2Client client, int i) throws IOException {
                int stream = client.get("/svc/x");
                client.number(Http2Client.WINDOW_UPDATE, stream, 0);
            }
        },
        MALFORMED {
            @Override
            void send(Http2Client client, int i) throws IOException {
                client.request(true, ":method: GET");
            }
        },
        CONTINUATION {
            @Override
            void send(Http2Client client, int i) throws IOException {
                byte[] some = Http2Client.block("a" + i + ": b");
                client.frame(i == 0 ? Http2Client.HEADERS : Http2Client.CONTINUATION, 0, 1, some);
            }
        },
        SETTINGS {
            @Override
            void send(Http2Client client, int i) throws IOException {
                client.frame(Http2Client.SETTINGS, 0, 0);
            }
        },
        PING {
            @Override
            void send(Http2Client client, int i) throws IOException {
                client.frame(Http2Client.PING, 0, 0, new byte[8]);
            }
        },
        PRIORITY {
            @Override
            void send(Http2Client client, int i) throws IOException {
                client.frame(Http2Client.PRIORITY, 0, 1, new byte[5]);
            }
        },
        WINDOW_UPDATE {
            @Override
            void send(Http2Client client, int i) throws IOException {
                client.number(Http2Client.WINDOW_UPDATE, 0, 1);
            }
        },
        EMPTY_FRAMES {
            @Override
            void send(Http2Client client, int i) throws IOException {
                if (i == 0) {
                    client.post("/svc/x");
                } else {
                    client.data(1, false, "");
                }
            }
        };

        abstract void send(Http2Client client, int i) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void endsTheConnection(Flood flood) throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client honest = Http2Client.to(gateway);
                Http2Client hostile = Http2Client.to(gateway)) {
            boolean ended = false;
            for (int i = 0; i < MANY && !ended; i++) {
                try {
                    flood.send(hostile, i);
                } catch (SocketException closed) {
                    ended = true;
                }
                if (i % 1_000 == 0) {
                    assertThat(honest.answer(honest.get("/svc/x")).status()).isEqualTo(200);
                }
            }
            int code = hostile.awaitEnd();
            assertThat(code).isIn(-1, ENHANCE_YOUR_CALM);
            assertThat(honest.answer(honest.get("/svc/x")).status()).isEqualTo(200);
            honest.roundTrip();
        }
    }

    /** A client that takes nothing holds no more than its windows and one connection's room. */
    @Test
    void bearsClientsThatTakeNothing() throws IOException {
        String large = "x".repeat(100_000);
        try (Backend backend = Backend.ok(large);
                TestGateway gateway = TestGateway.to(backend).http2().start();
                Http2Client honest = Http2Client.to(gateway)) {
            try (Http2Client hostile = new Http2Client(gateway.address, false, INITIAL_WINDOW_SIZE, 0)) {
                for (int i = 0; i < 100; i++) {
                    hostile.get("/svc/x");
                }
                hostile.roundTrip();
                for (int i = 0; i < 10; i++) {
                    assertThat(honest.answer(honest.get("/svc/x")).text()).hasSize(large.length());
                }
            }
            gateway.settled(110);
        }
    }

    /** Many clients that flood at once, each as long as it may, and one that does not. */
    @Test
    @Tag("proof")
    void holdsLittleForAll() throws Exception {
        try (Backend backend = Backend.ok("x".repeat(100_000));
                TestGateway gateway = TestGateway.to(backend).http2().forget().start();
                Http2Client honest = Http2Client.to(gateway)) {
            assertThat(honest.answer(honest.get("/svc/x")).status()).isEqualTo(200);
            long before = held();
            long most = 0;
            int good = 0;
            for (Flood flood : Flood.values()) {
                List<Http2Client> all = new ArrayList<>();
                for (int c = 0; c < 20; c++) {
                    var hostile = new Http2Client(gateway.address, false, INITIAL_WINDOW_SIZE, 0);
                    all.add(hostile);
                    try {
                        for (int i = 0; i < MANY; i++) {
                            flood.send(hostile, i);
                        }
                    } catch (SocketException closed) {
                        // As it should.
                    }
                    good += honest.answer(honest.get("/svc/x")).status() == 200 ? 1 : 0;
                }
                most = Math.max(most, held() - before);
                for (Http2Client one : all) {
                    one.close();
                }
            }
            System.out.println("floods: " + good + " of " + 20 * Flood.values().length + " honest calls good, at most "
                    + (most >> 10) + " KiB more held");
            assertThat(good).isEqualTo(20 * Flood.values().length);
            assertThat(most).isLessThan(64 << 20);
        }
    }

    /** Bytes in use, on the heap and in buffers beside it. */
    private static long held() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
    }
}
