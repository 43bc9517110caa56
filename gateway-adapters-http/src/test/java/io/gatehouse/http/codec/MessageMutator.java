package io.gatehouse.http.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Messages that are well-formed, nearly well-formed or nothing at all; the same ones for the same seed. */
final class MessageMutator {

    private static final String[] REQUESTS = {
        "GET /a/b?c=d HTTP/1.1\r\nHost: gw\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: gw:8080\r\nContent-Length: 5\r\nX-Odd:\t a\tb \u00e4 \r\nX-None:\r\n\r\nhello",
        "PUT http://gw/x?y HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "\r\nGET / HTTP/1.0\r\nConnection: keep-alive\r\nUser-Agent: x\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\nExpect: 100-continue\r\n\r\n",
        "GET /%41?q=50%&r=a|b{}^\"<>` HTTP/1.1\r\nhOST: h\r\nCookie: a=b; c=d\r\nCookie: e\r\n\r\n",
    };

    private static final String[] RESPONSES = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: x\r\n\r\nhello",
        "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n",
        "HTTP/1.0 404\r\nConnection: close\r\n\r\n",
        "\r\nHTTP/1.1 204 \r\nX-Odd:\t a\tb \u00e4 \r\nX-None:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 201 Created\nContent-Length: 3, 3\nContent-Length: 3\n\nabc",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    };

    private static final String[] CHUNKS = {
        "3\r\nabc\r\n0\r\n\r\n",
        "a\r\n0123456789\r\n1\r\nx\r\n000\r\n\r\n",
        "1;a=b\r\na\r\n2;c=\"d\"\r\nbc\r\n0;e\r\nTrailer: x\r\nOther: y\r\n\r\n",
        "1F\r\n0123456789012345678901234567890\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    };

    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        " ",
        "\t",
        ":",
        ": ",
        "\u0000",
        "\u000b",
        "\u007f",
        "\u0085",
        "\u00ff",
        "HTTP/1.1",
        "HTTP/1.0",
        "HTTP/2.0",
        "0",
        "1",
        "9",
        "-",
        "+",
        "_",
        "0x",
        ",",
        ";",
        "?",
        "#",
        "%",
        "//",
        "*",
        "\r\n folded",
        "\r\nContent-Length: 5",
        "\r\nContent-Length : 6",
        "\r\nTransfer-Encoding: chunked",
        "\r\nTransfer-Encoding: gzip, chunked",
        "\r\nHost: gw",
        "\r\nHost: other",
        "\r\nExpect: x",
        "\r\nX: y",
        "http://",
        "0\r\n\r\n",
        "ffffffffffffffff",
        ";a=b",
    };

    private static final int LONGEST = 400;

    private final Random random;

    MessageMutator(long seed) {
        random = new Random(seed);
    }

    byte[] request() {
        return from(REQUESTS);
    }

    byte[] response() {
        return from(RESPONSES);
    }

    byte[] chunks() {
        return from(CHUNKS);
    }

    private byte[] from(String[] good) {
        byte[] bytes = random.nextInt(16) == 0 ? new byte[0] : bytes(pick(good));
        int changes = bytes.length == 0 ? 1 + random.nextInt(20) : random.nextInt(6);
        for (int i = 0; i < changes && bytes.length < LONGEST; i++) {
            bytes = changed(bytes, good);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes, String[] good) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(4));
        return switch (random.nextInt(8)) {
            case 0 -> spliced(bytes, at, new byte[0], to);
            case 1 -> spliced(bytes, at, new byte[] {(byte) random.nextInt(256)}, Math.min(bytes.length, at + 1));
            case 2 -> spliced(bytes, at, slice(bytes), at);
            case 3 -> spliced(bytes, at, slice(bytes(pick(good))), at);
            case 4 -> spliced(bytes, at, bytes(pick(PIECES)), to);
            default -> spliced(bytes, at, bytes(pick(PIECES)), at);
        };
    }

    private byte[] slice(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = from + random.nextInt(bytes.length - from + 1);
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] spliced(byte[] bytes, int from, byte[] with, int to) {
        var spliced = new ByteArrayOutputStream(bytes.length + with.length);
        spliced.write(bytes, 0, from);
        spliced.writeBytes(with);
        spliced.write(bytes, to, bytes.length - to);
        return spliced.toByteArray();
    }

    private String pick(String[] texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
