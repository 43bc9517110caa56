package io.gatehouse.http.inbound;

import io.gatehouse.domain.address.AddressRange;
import java.util.List;

/**
 * How many client connections may be open at a time; further ones are closed as they are accepted.
 *
 * @param most in all; at least 1
 * @param mostPerAddress of one address; 0 for no such limit
 * @param mostHandshakesPerAddress TLS handshakes of one address that are under way; 0 for no such limit
 * @param ipv6Prefix how many leading bits of an IPv6 address count as one address, 1 to 128
 * @param exempt peers for whom limits of an address do not hold, as they carry the connections of many clients
 */
public record ConnectionLimits(
        int most, int mostPerAddress, int mostHandshakesPerAddress, int ipv6Prefix, List<AddressRange> exempt) {

    public ConnectionLimits {
        if (most < 1 || mostPerAddress < 0 || mostHandshakesPerAddress < 0) {
            throw new IllegalArgumentException(
                    "limits of connections must be positive, not " + most + " and " + mostPerAddress);
        }
        exempt = List.copyOf(exempt);
    }
}
