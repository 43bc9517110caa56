package io.gatehouse.http.pool;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The order in which connecting to a name tries its addresses (RFC 8305, section 4). */
public final class ConnectOrder {

    private ConnectOrder() {}

    /**
     * The address that is known to work first, if it is still one of them; then the families of addresses in turn, each in
     * the order in which the name service gave it, so that a family without a route costs no more than one attempt.
     */
    public static List<InetAddress> of(List<InetAddress> found, @Nullable InetAddress known) {
        var ordered = new ArrayList<InetAddress>(found.size());
        if (known != null && found.contains(known)) {
            ordered.add(known);
        }
        Queue<InetAddress> now = new ArrayDeque<>();
        Queue<InetAddress> then = new ArrayDeque<>();
        for (InetAddress address : found) {
            boolean first = address.getClass().equals(found.get(0).getClass());
            if (!address.equals(known)) {
                (first ? now : then).add(address);
            }
        }
        while (!now.isEmpty() || !then.isEmpty()) {
            InetAddress next = now.poll();
            if (next != null) {
                ordered.add(next);
            }
            Queue<InetAddress> other = then;
            then = now;
            now = other;
        }
        return List.copyOf(ordered);
    }
}
