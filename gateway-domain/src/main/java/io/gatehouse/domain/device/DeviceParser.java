package io.gatehouse.domain.device;

import io.gatehouse.domain.Port;

/** Reads user agents. Never blocks, never throws, bounds what it remembers; safe for concurrent use. */
@Port
@FunctionalInterface
public interface DeviceParser {

    /** What a {@code User-Agent} header says; parts it does not tell are empty. */
    Device parse(String userAgent);
}
