package io.gatehouse.http.connection;

import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.timer.PacedCloses;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.Headers;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Closes a connection whose client is still sending: the sending half first, the rest when the client has stopped.
 *
 * <p>Closing both at once makes the system reset the connection, and the client may lose the response it has not read yet.
 * Ends after two seconds or one megabyte, whatever the client does.
 */
public final class LingeringClose extends WatchedDeadline
        implements ChannelListener<ConduitStreamSourceChannel>, PacedCloses.Departing {

    private static final long LONGEST_NANOS = 2_000_000_000L;
    private static final long LARGEST = 1L << 20;

    private final AbstractServerConnection connection;
    private final DeadlineScanner scanner;
    private final long begun;
    private long taken;
    private boolean ended;

    private LingeringClose(AbstractServerConnection connection, DeadlineScanner scanner) {
        this.connection = connection;
        this.scanner = scanner;
        this.begun = scanner.now();
    }

    /** Begins to close the connection of an exchange whose response has been sent. */
    public static void begin(HttpServerExchange http, DeadlineScanner scanner) {
        ServerConnection connection = http.getConnection();
        if (connection instanceof AbstractServerConnection closing) {
            new LingeringClose(closing, scanner).begin();
        } else {
            IoUtils.safeClose(connection);
        }
    }

    /** Ends the connection of an exchange, so that nothing can be taken for a whole response. */
    public static void abort(HttpServerExchange http) {
        if (http.isResponseStarted() && !http.isResponseComplete() && isEndedByClose(http)) {
            try {
                http.getConnection().setOption(Options.CLOSE_ABORT, true);
            } catch (IOException e) {
                // The connection is beyond repair, which is what was wanted.
            }
        }
        if (http.getConnection() instanceof HttpConnection connection) {
            connection.gone();
        } else {
            IoUtils.safeClose(http.getConnection());
        }
    }

    /** Whether a client takes the end of the connection for the end of the response: then it must end with a reset. */
    private static boolean isEndedByClose(HttpServerExchange http) {
        FieldLines headers = ClientConnection.of(http).responseFields();
        return !headers.contains(Headers.CONTENT_LENGTH) && !headers.contains(Headers.TRANSFER_ENCODING);
    }

    private void begin() {
        try {
            connection.clearChannel();
            connection.getChannel().getSinkChannel().shutdownWrites();
            connection.getChannel().getSinkChannel().flush();
        } catch (IOException e) {
            end();
            return;
        }
        scanner.watch(this);
        ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
        source.setReadListener(this);
        source.resumeReads();
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        try (PooledByteBuffer pooled = connection.getByteBufferPool().allocate()) {
            int read;
            while ((read = source.read(pooled.getBuffer().clear())) > 0) {
                taken += read;
                if (taken > LARGEST) {
                    read = -1;
                    break;
                }
            }
            if (read < 0) {
                end();
            }
        } catch (IOException e) {
            end();
        }
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - begun > LONGEST_NANOS) {
            end();
        }
    }

    @Override
    public void giveUp() {
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            scanner.forget(this);
            scanner.closes().add(this);
        }
    }

    @Override
    public void stop() {
        connection.getChannel().getSourceChannel().suspendReads();
    }

    @Override
    public void depart() {
        IoUtils.safeClose(connection);
    }
}
