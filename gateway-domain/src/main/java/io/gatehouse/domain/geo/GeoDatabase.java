package io.gatehouse.domain.geo;

import io.gatehouse.domain.Port;
import java.net.InetAddress;

/** Knows where addresses are. Never blocks, never throws; safe for concurrent use. */
@Port
@FunctionalInterface
public interface GeoDatabase {

    /** Knows of no address where it is. */
    GeoDatabase NONE = address -> GeoLocation.UNKNOWN;

    /** Where an address is; {@link GeoLocation#UNKNOWN} if the database does not say. */
    GeoLocation find(InetAddress address);
}
