package io.gatehouse.app.comparison;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requests over a Unix socket, which the JDK's client does not know: by HTTP/1.0, so that a response ends with its connection. Blocks.
 *
 * @param socket the file
 */
record SocketCall(Path socket) {

    private static final int LARGEST_HEAD = 16 * 1024;
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})[^\r\n]*");
    private static final Pattern TYPE = Pattern.compile("(?im)^content-type:([^\r\n]*)");

    /** The beginning of a response, up to the length that was asked for. */
    record Response(int status, String type, String body) {}

    /** Asks by GET, or sends JSON by POST. */
    Response send(String path, Map<String, String> headers, byte @Nullable [] json, int most) throws IOException {
        var head = new StringBuilder(json == null ? "GET " : "POST ")
                .append(path)
                .append(" HTTP/1.0\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (json != null) {
            head.append("Content-Length: ").append(json.length).append("\r\n");
        }
        if (!PRINTABLE.matcher(path).matches()
                || !headers.values().stream()
                        .allMatch(value -> PRINTABLE.matcher(value).matches())) {
            throw new ProtocolException("admin.token, or what is asked, holds what no request may hold");
        }
        head.append("\r\n");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            write(channel, head.toString().getBytes(StandardCharsets.US_ASCII));
            write(channel, json == null ? new byte[0] : json);
            byte[] all = Channels.newInputStream(channel).readNBytes(most + LARGEST_HEAD);
            return parse(new String(all, StandardCharsets.UTF_8), most);
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private static Response parse(String text, int most) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        Matcher status = STATUS.matcher(text);
        if (end < 0 || !status.lookingAt()) {
            throw new ProtocolException("no HTTP");
        }
        Matcher type = TYPE.matcher(text.substring(0, end));
        String body = text.substring(end + 4);
        return new Response(
                Integer.parseInt(status.group(1)),
                type.find() ? type.group(1).strip() : "",
                body.substring(0, Math.min(body.length(), most)));
    }
}
