package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client does that costs much and brings nothing ends its connection; all others are served meanwhile. */
class Http2FloodTest {

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
}
