package io.gatehouse.http.exchange;

import java.nio.ByteBuffer;

/** Sees the body of a request as it passes on its way to the upstream. Used on the exchange's I/O thread. */
public interface BodyTap {

    /** So many bytes of the body stand in a buffer at this index; they are not to be kept there. */
    void passed(ByteBuffer buffer, int from, int length);

    /** The whole body has passed. */
    void bodyEnded();

    /** The exchange has ended, whether its whole body has passed or not. */
    void exchangeEnded();
}
