package io.gatehouse.http;

import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.protocols.http2.HpackException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 that sends whatever frames a test wants, and reads what comes. */
final class Http2Client implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final HpackDecoder decoder = new HpackDecoder(4096);
    private final Map<Integer, Response> responses = new HashMap<>();
    private final boolean grants;
    private int last = -1;
    int goneAway = -1;
    int lastStream = -1;

    /** A frame as it came. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        int number() {
            return ByteBuffer.wrap(payload).getInt();
        }
    }

    /** What has come on a stream. */
    static final class Response {
        final List<String> head = new ArrayList<>();
        final List<String> trailers = new ArrayList<>();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        int interim;
        boolean ended;
        int reset = -1;

        int status() {
            return head.isEmpty() ? 0 : Integer.parseInt(value(":status"));
        }

        String value(String name) {
            String prefix = name + ": ";
            return head.stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .findFirst()
                    .orElse("");
        }

        String text() {
            return body.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** A connection that has been greeted; with {@code grants} windows open as bodies are read. */
    Http2Client(InetSocketAddress address, boolean grants, int... settings) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()), grants, settings);
    }

    /** The other end of a connection that a client has opened. */
    static Http2Client serving(Socket socket, int... settings) throws IOException {
        byte[] preface = socket.getInputStream().readNBytes(PREFACE.length);
        if (!java.util.Arrays.equals(preface, PREFACE)) {
            throw new IOException("no preface");
        }
        return new Http2Client(socket, false, false, settings);
    }

    private Http2Client(Socket socket, boolean grants, int... settings) throws IOException {
        this(socket, grants, true, settings);
    }

    private Http2Client(Socket socket, boolean grants, boolean greets, int... settings) throws IOException {
        this.socket = socket;
        this.grants = grants;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        ByteBuffer values = ByteBuffer.allocate(settings.length / 2 * 6);
        for (int i = 0; i < settings.length; i += 2) {
            values.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        if (greets) {
            out.write(PREFACE);
        }
        frame(SETTINGS, 0, 0, values.array());
    }

    /** Over TLS, by ALPN. */
    static Http2Client secured(InetSocketAddress address, SSLContext context) throws IOException {
        Socket plain = RawClient.connected(address);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!"h2".equals(socket.getApplicationProtocol())) {
            throw new IOException("the server does not speak HTTP/2");
        }
        return new Http2Client(socket, true);
    }

    static Http2Client to(TestGateway gateway) throws IOException {
        return new Http2Client(gateway.address, true);
    }

    void frame(int type, int flags, int stream, byte... payload) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(9 + payload.length);
        header.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        header.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(header.array());
    }

    void number(int type, int stream, int value) throws IOException {
        frame(type, 0, stream, ByteBuffer.allocate(4).putInt(value).array());
    }

    /** Begins the next stream with these fields, as {@code name: value}; its number. */
    int request(boolean end, String... fields) throws IOException {
        last += 2;
        frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), last, block(fields));
        return last;
    }

    int get(String path, String... more) throws IOException {
        return request(true, with(more, ":method: GET", ":scheme: http", ":path: " + path, ":authority: gw"));
    }

    int post(String path, String... more) throws IOException {
        return request(false, with(more, ":method: POST", ":scheme: http", ":path: " + path, ":authority: gw"));
    }

    private static String[] with(String[] more, String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    void headers(int stream, boolean end, String... fields) throws IOException {
        frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block(fields));
    }

    void goAway(int lastOfPeer) throws IOException {
        frame(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(lastOfPeer).putInt(0).array());
    }

    void data(int stream, boolean end, byte... body) throws IOException {
        frame(DATA, end ? END_STREAM : 0, stream, body);
    }

    void data(int stream, boolean end, String body) throws IOException {
        data(stream, end, body.getBytes(StandardCharsets.ISO_8859_1));
    }

    void reset(int stream, int code) throws IOException {
        number(RST_STREAM, stream, code);
    }

    static byte[] block(String... fields) throws IOException {
        var block = new ByteArrayOutputStream();
        for (String field : fields) {
            int colon = field.indexOf(':', 1);
            block.write(0);
            text(block, field.substring(0, colon));
            text(block, field.substring(Math.min(field.length(), colon + 2)));
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) throws IOException {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            int left = length - 127;
            while (left >= 128) {
                block.write((left & 0x7f) | 0x80);
                left >>>= 7;
            }
            block.write(left);
        }
        block.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next frame; null at the end of the connection. */
    @Nullable
    Frame next() throws IOException {
        int first;
        try {
            first = in.read();
        } catch (java.net.SocketException reset) {
            return null;
        }
        if (first < 0) {
            return null;
        }
        int length = (first << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & 0x7fff_ffff;
        byte[] payload = new byte[length];
        in.readFully(payload);
        var frame = new Frame(type, flags, stream, payload);
        note(frame);
        return frame;
    }

    private void note(Frame frame) throws IOException {
        Response response = responses.computeIfAbsent(frame.stream, id -> new Response());
        switch (frame.type) {
            case DATA -> {
                response.body.write(frame.payload);
                response.ended = (frame.flags & END_STREAM) != 0;
                if (grants && frame.payload.length > 0) {
                    number(WINDOW_UPDATE, 0, frame.payload.length);
                    if (!response.ended) {
                        number(WINDOW_UPDATE, frame.stream, frame.payload.length);
                    }
                }
            }
            case HEADERS -> {
                List<String> fields = decode(frame.payload);
                if (fields.get(0).startsWith(":status: 1")) {
                    response.interim++;
                } else {
                    (response.head.isEmpty() ? response.head : response.trailers).addAll(fields);
                }
                response.ended = (frame.flags & END_STREAM) != 0;
            }
            case RST_STREAM -> response.reset = frame.number();
            case SETTINGS -> {
                if ((frame.flags & ACK) == 0) {
                    frame(SETTINGS, ACK, 0);
                }
            }
            case PING -> {
                if ((frame.flags & ACK) == 0) {
                    frame(PING, ACK, 0, frame.payload);
                }
            }
            case GOAWAY -> {
                lastStream = frame.number();
                goneAway = ByteBuffer.wrap(frame.payload).getInt(4);
            }
            default -> {}
        }
    }

    private List<String> decode(byte[] block) throws IOException {
        List<String> fields = new ArrayList<>();
        decoder.setHeaderEmitter((name, value, never) -> fields.add(name + ": " + value));
        try {
            decoder.decode(ByteBuffer.wrap(block), false);
        } catch (HpackException e) {
            throw new IOException(e);
        }
        return fields;
    }

    /** What comes on this stream, once it has ended. */
    Response answer(int stream) throws IOException {
        Response response = responses.computeIfAbsent(stream, id -> new Response());
        while (!response.ended && response.reset < 0) {
            if (next() == null) {
                throw new EOFException("the connection ended, code " + goneAway);
            }
        }
        return response;
    }

    /** What has come on this stream so far. */
    Response soFar(int stream) {
        return responses.computeIfAbsent(stream, id -> new Response());
    }

    /** Reads until the connection ends; the code that it ended with. */
    int awaitEnd() throws IOException {
        try {
            while (next() != null) {
                // What comes is noted.
            }
        } catch (EOFException | java.net.SocketException e) {
            // It ended within a frame.
        }
        return goneAway;
    }

    /** A PING and its echo: all that was sent before has been acted upon. */
    void roundTrip() throws IOException {
        frame(PING, 0, 0, new byte[8]);
        Frame frame = next();
        while (frame != null && !(frame.type == PING && (frame.flags & ACK) != 0)) {
            frame = next();
        }
        if (frame == null) {
            throw new EOFException("the connection ended, code " + goneAway);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
