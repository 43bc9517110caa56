package io.gatehouse.domain.geo;

import io.gatehouse.domain.Port;
import java.net.InetAddress;

/** Knows where addresses are. Never blocks, never throws; safe for concurrent use. */
@Port
@FunctionalInterface
public interface GeoDatabase {

    /** Knows of no address where it is. */
    GeoDatabase NONE = address -> Place.UNKNOWN;

    /** Where an address is; {@link Place#UNKNOWN} if the database does not say. */
    Place find(InetAddress address);
}
