package io.gatehouse.app.lifecycle;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** Puts into one line why an address cannot be listened on. */
final class CannotListen {

    private CannotListen() {}

    static String message(String key, InetSocketAddress wanted, IOException failure) {
        String address = wanted.getHostString() + ":" + wanted.getPort();
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof BindException && reason.contains("in use")) {
            return "port " + wanted.getPort() + " is taken: something else listens on " + address + " (" + key + ")";
        }
        return "cannot listen on " + address + " (" + key + "): " + reason;
    }
}
