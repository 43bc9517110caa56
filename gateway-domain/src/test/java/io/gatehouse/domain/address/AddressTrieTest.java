package io.gatehouse.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTrieTest {

    @Test
    void findsTheNarrowestRange() {
        var trie = AddressTrie.of(Map.of(
                AddressRange.parse("10.0.0.0/8"), "wide",
                AddressRange.parse("10.1.0.0/16"), "narrow",
                AddressRange.parse("10.1.2.3"), "one",
                AddressRange.parse("::/0"), "six"));

        assertThat(trie.find(address("10.9.9.9"))).isEqualTo("wide");
        assertThat(trie.find(address("10.1.9.9"))).isEqualTo("narrow");
        assertThat(trie.find(address("10.1.2.3"))).isEqualTo("one");
        assertThat(trie.find(address("::ffff:10.1.2.3"))).isEqualTo("one");
        assertThat(trie.find(address("11.0.0.1"))).isNull();
        assertThat(trie.find(address("2001:db8::1"))).isEqualTo("six");
    }

    @Test
    void holdsNothingIfThereIsNothing() {
        assertThat(AddressTrie.of(Map.of()).find(address("10.0.0.1"))).isNull();
        assertThat(AddressTrie.of(Map.of()).isEmpty()).isTrue();
    }

    @Test
    void agreesWithALinearSearch() throws Exception {
        long seed = 99;
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Map<AddressRange, Integer> ranges = new HashMap<>();
            for (int n = random.nextInt(12); n >= 0; n--) {
                AddressRange range = range(random);
                ranges.put(range, range.prefix());
            }
            var trie = AddressTrie.of(ranges);
            for (int n = 0; n < 30; n++) {
                InetAddress address = InetAddress.getByAddress(bytes(random));
                Integer expected = ranges.keySet().stream()
                        .filter(range -> range.contains(address))
                        .map(AddressRange::prefix)
                        .max(Integer::compare)
                        .orElse(null);
                assertThat(trie.find(address))
                        .as("seed %d, round %d: %s in %s", seed, round, address, ranges.keySet())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aRuleLooksAtDenyFirst() {
        var rule = new AddressRule(
                List.of(AddressRange.parse("192.0.2.0/24")),
                List.of(AddressRange.parse("192.0.2.13")),
                Origin.of("test"));

        assertThat(rule.admits(address("192.0.2.12"))).isTrue();
        assertThat(rule.admits(address("192.0.2.13"))).isFalse();
        assertThat(rule.admits(address("198.51.100.1"))).isFalse();
        assertThat(rule.admits(address("2001:db8::1"))).isFalse();
    }

    /** Few distinct bits, so that ranges overlap. */
    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(2) * 0x81);
        }
        return bytes;
    }

    private static AddressRange range(Random random) throws Exception {
        byte[] bytes = bytes(random);
        int prefix = random.nextInt(bytes.length * 8 + 1);
        return AddressRange.parse(InetAddress.getByAddress(bytes).getHostAddress() + "/" + prefix);
    }

    private static InetAddress address(String literal) {
        InetAddress address = AddressLiteral.parse(literal);
        if (address == null) {
            throw new IllegalArgumentException(literal);
        }
        return address;
    }
}
