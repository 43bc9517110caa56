package io.gatehouse.http.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/** Sends the body of a response that is all there, as fast as its client takes it. Used on the I/O thread. */
public abstract class BodySender implements ChannelListener<StreamSinkChannel> {

    /** The JDK copies all that it is given for each write, however little the client takes. */
    private static final int PIECE = 64 * 1024;

    private final ByteBuffer body;

    protected BodySender(byte[] body) {
        this.body = ByteBuffer.wrap(body);
    }

    /** Begins to send; false if it goes on when the client takes more. */
    protected final boolean begin(StreamSinkChannel channel) {
        boolean over = write(channel);
        if (!over) {
            channel.getWriteSetter().set(this);
            channel.resumeWrites();
        }
        return over;
    }

    /** All has been sent. */
    protected abstract void sent();

    /** The client has gone. */
    protected abstract void gone();

    @Override
    public final void handleEvent(StreamSinkChannel channel) {
        if (write(channel)) {
            channel.suspendWrites();
        }
    }

    /** True once there is nothing left to do. */
    private boolean write(StreamSinkChannel channel) {
        try {
            int end = body.capacity();
            while (body.position() < end) {
                body.limit(Math.min(end, body.position() + PIECE));
                if (channel.write(body) == 0) {
                    return false;
                }
            }
            channel.shutdownWrites();
            if (!channel.flush()) {
                return false;
            }
            sent();
        } catch (IOException e) {
            gone();
        }
        return true;
    }
}
