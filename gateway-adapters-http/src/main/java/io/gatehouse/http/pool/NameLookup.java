package io.gatehouse.http.pool;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks a name service for the addresses of an upstream's host; may block. */
@FunctionalInterface
public interface NameLookup {

    /** The addresses, in the order in which the name service prefers them; one at least. */
    InetAddress[] all(String name) throws UnknownHostException;
}
