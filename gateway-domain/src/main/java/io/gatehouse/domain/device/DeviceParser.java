package io.gatehouse.domain.device;

import io.gatehouse.domain.Port;

/** Reads user agents. Never blocks, never throws, bounds what it remembers; safe for concurrent use. */
@Port
@FunctionalInterface
public interface DeviceParser {

    /** Reads nothing out of any user agent. */
    DeviceParser NONE = userAgent -> new Device("", Device.Release.NONE, "", Device.Release.NONE);

    /** What a {@code User-Agent} header says; parts it does not tell are empty. */
    Device parse(String userAgent);
}
