package io.gatehouse.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An upstream that answers calls, and keeps WebSockets and streams of events open until the other side ends them. */
final class LastingUpstream implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    LastingUpstream() throws IOException {
        threads.execute(() -> {
            try {
                while (true) {
                    Socket accepted = socket.accept();
                    open.add(accepted);
                    threads.execute(() -> serve(accepted));
                }
            } catch (IOException closed) {
                // Nothing more is accepted.
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (head.contains("upgrade: websocket")) {
                    send(out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                if (head.contains("/events")) {
                    send(
                            out,
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                    send(out, "9\r\ndata: 1\n\n\r\n");
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                if (head.startsWith("post")) {
                    in.readNBytes(2);
                }
                send(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        } catch (IOException gone) {
            // The other side sees its own end of it.
        } finally {
            open.remove(client);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket client : open) {
            client.close();
        }
        threads.shutdownNow();
    }
}
