package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Size;
import java.time.Duration;

/** How calls with a key of their own take effect once. */
public record IdempotencyDocument(
        @Described("The request header with the key.")
        @Default("Idempotency-Key")
        @Matching(value = NameForms.HEADER, expected = NameForms.HEADER_EXPECTED)
        String header,

        @Described("How long a response is kept to be given again.") @Default("24h")
        Duration keep,

        @Described("The largest body of such a call, which is held in memory until it is forwarded.") @Default("1MB")
        Size maxBodySize,

        Origin origin) {

    private static final long LARGEST_BODY = 16L << 20;

    public IdempotencyDocument {
        if (keep.compareTo(Duration.ofSeconds(1)) < 0 || keep.compareTo(Duration.ofDays(30)) > 0) {
            throw new MalformedValue("keep from 1s to 30d");
        }
        if (NameForms.isFramingHeader(header)) {
            throw new MalformedValue("no header of the connection or of the framing, such as Content-Length");
        }
        if (maxBodySize.bytes() > LARGEST_BODY) {
            throw new MalformedValue("max-body-size up to 16MB");
        }
    }
}
