package io.gatehouse.http.forwarding;

/** Hears what comes of responses that are to be compressed. Called on I/O threads; must not block. */
public interface CompressionListener {

    /** A response of this service was sent to its end, compressed from so many bytes to so many. */
    void compressed(String service, long plainBytes, long sentBytes);

    /** A response of this service is sent plain, as too many are being compressed. */
    void tooMany(String service);

    /** Hears, and does nothing. */
    CompressionListener NONE = new CompressionListener() {
        @Override
        public void compressed(String service, long plainBytes, long sentBytes) {
            // Nobody counts.
        }

        @Override
        public void tooMany(String service) {
            // Nobody counts.
        }
    };
}
