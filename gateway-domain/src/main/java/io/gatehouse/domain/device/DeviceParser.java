package io.gatehouse.domain.device;

import io.gatehouse.domain.Port;
import org.jspecify.annotations.Nullable;

/** Reads user agents. Never throws, bounds what it remembers; safe for concurrent use. */
@Port
public interface DeviceParser {

    /** Reads nothing out of any user agent. */
    DeviceParser NONE = new DeviceParser() {
        @Override
        public Device parseAtOnce(String userAgent) {
            return new Device("", Device.Release.NONE, "", Device.Release.NONE);
        }

        @Override
        public Device parse(String userAgent) {
            return parseAtOnce(userAgent);
        }
    };

    /** What {@link #parse} would say, if that is known in no time, else null; never blocks, and fit for an I/O thread. */
    @Nullable
    Device parseAtOnce(String userAgent);

    /** A rule about devices comes into use: has what the reading needs, such as patterns, at hand. May take seconds. */
    default void load() {}

    /** What a {@code User-Agent} header says; parts it does not name are empty. May compute for milliseconds. */
    Device parse(String userAgent);
}
