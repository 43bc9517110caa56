package io.gatehouse.app.lifecycle;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressText;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Puts into one line why an address cannot be listened on. */
final class BindFailureMessage {

    private BindFailureMessage() {}

    static String message(String key, InetSocketAddress wanted, IOException failure) {
        InetAddress literal = AddressLiteral.parse(wanted.getHostString());
        String host = literal == null ? wanted.getHostString() : AddressText.inUrl(literal);
        String address = host + ":" + wanted.getPort();
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof BindException && reason.contains("in use")) {
            return "port " + wanted.getPort() + " is taken: something else listens on " + address + " (" + key + ")";
        }
        return "cannot listen on " + address + " (" + key + "): " + reason;
    }
}
