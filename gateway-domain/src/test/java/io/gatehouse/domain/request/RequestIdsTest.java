package io.gatehouse.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

    @Test
    void makesDistinctIdsOf32HexDigits() {
        var ids = new HashSet<String>();
        for (int n = 0; n < 10_000; n++) {
            String id = RequestIds.next();
            assertThat(id).matches("[0-9a-f]{32}");
            ids.add(id);
        }
        assertThat(ids).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0af7651916cd43dd8448eb211c80319c", "web-1:2026.01_07"})
    void acceptsWhatIsSafeToLogAndForward(String id) {
        assertThat(RequestIds.isAcceptable(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "a\"b", "é", "<x>", "a;b", "a,b"})
    void refusesWhatIsNot(String id) {
        assertThat(RequestIds.isAcceptable(id)).isFalse();
        assertThat(RequestIds.isAcceptable("x".repeat(RequestIds.LONGEST + 1))).isFalse();
    }
}
