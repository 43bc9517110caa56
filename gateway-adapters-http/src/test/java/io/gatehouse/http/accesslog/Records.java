package io.gatehouse.http.accesslog;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import org.jspecify.annotations.Nullable;

/** Exchange records for tests. */
final class Records {

    private Records() {}

    /** An exchange in which everything went well. */
    static ExchangeRecord good(String path) {
        return new ExchangeRecord(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                1_735_689_600_123L,
                12_345_678,
                "192.0.2.7",
                "GET",
                path,
                "HTTP/1.1",
                "/shop",
                "orders",
                "1.2",
                200,
                17,
                2048,
                "http://10.0.0.1:8080",
                9_876_543,
                1,
                null,
                null,
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    /** An exchange that was refused before anything was known of it. */
    static ExchangeRecord refused(Rejection rejection) {
        return new ExchangeRecord(
                "id",
                0,
                999,
                "::1",
                "GET",
                "",
                "HTTP/1.0",
                null,
                null,
                null,
                rejection.status(),
                0,
                0,
                null,
                -1,
                0,
                rejection,
                null,
                null);
    }

    /** An exchange whose upstream failed in this way. */
    static ExchangeRecord failed(String how) {
        return new ExchangeRecord(
                "id",
                0,
                999,
                "::1",
                "GET",
                "/",
                "HTTP/1.1",
                null,
                null,
                null,
                502,
                0,
                0,
                "http://10.0.0.1:8080",
                -1,
                1,
                Rejection.UPSTREAM_BAD_ANSWER,
                how,
                null);
    }

    /** An exchange all of whose texts are this one. */
    static ExchangeRecord of(@Nullable String text, String surely) {
        return new ExchangeRecord(
                surely, 1, 1, surely, surely, surely, surely, text, text, text, 200, 1, 1, text, 1, 1, null, text,
                text);
    }
}
