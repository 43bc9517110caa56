package io.gatehouse.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client with one connection that it keeps; reads answers with a Content-Length or in chunks, without trailers. */
final class KeepAliveClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    KeepAliveClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    KeepAliveClient send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return this;
    }

    KeepAliveClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Reads the next answer and tells its status and the length of its body. */
    Answer answer() throws IOException {
        String begin = line();
        if (!begin.startsWith("HTTP/1.1 ")) {
            throw new IllegalStateException("no response begins with: " + begin);
        }
        int status = Integer.parseInt(begin.split(" ", 3)[1]);
        long length = 0;
        boolean last = false;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            chunked |= line.equalsIgnoreCase("transfer-encoding: chunked");
            last |= line.equalsIgnoreCase("connection: close");
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        if (chunked) {
            return new Answer(status, chunks(), "", last);
        }
        var start = new String(in.readNBytes((int) Math.min(length, 64)), StandardCharsets.US_ASCII);
        in.skipNBytes(Math.max(0, length - 64));
        return new Answer(status, length, start, last);
    }

    /**
     * An answer, read to its end.
     *
     * @param status its status
     * @param length how many bytes of body came
     * @param start the first 64 of them
     * @param last whether the connection ends behind it
     */
    record Answer(int status, long length, String start, boolean last) {}

    private long chunks() throws IOException {
        long length = 0;
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            in.skipNBytes(size + 2L);
            length += size;
        }
        line();
        return length;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed after: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
