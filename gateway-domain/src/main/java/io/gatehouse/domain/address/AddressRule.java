package io.gatehouse.domain.address;

import io.gatehouse.configuration.Origin;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses something may be used from: what is denied is refused first, then, if anything is allowed, all else is.
 * Immutable.
 */
public final class AddressRule {

    private final @Nullable AddressTrie<AddressRange> allow;
    private final AddressTrie<AddressRange> deny;
    private final Origin origin;

    /** A rule; {@code allow} is null for every address. */
    public AddressRule(@Nullable List<AddressRange> allow, List<AddressRange> deny, Origin origin) {
        this.allow = allow == null ? null : trie(allow);
        this.deny = trie(deny);
        this.origin = origin;
    }

    /** Whether an address may pass. */
    public boolean admits(InetAddress address) {
        return deny.find(address) == null && (allow == null || allow.find(address) != null);
    }

    /** The place in the configuration that declares the rule. */
    public Origin origin() {
        return origin;
    }

    private static AddressTrie<AddressRange> trie(List<AddressRange> ranges) {
        Map<AddressRange, AddressRange> distinct =
                ranges.stream().distinct().collect(Collectors.toMap(Function.identity(), Function.identity()));
        return AddressTrie.of(distinct);
    }
}
