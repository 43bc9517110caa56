package io.gatehouse.http.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredAnswerTest {

    @Test
    void comesBackAsItWas() {
        var fields = List.of(Map.entry("Set-Cookie", "a=1"), Map.entry("Set-Cookie", "b=\u00fc"));
        byte[] body = {0, 1, -1, '\n'};

        String text = new StoredAnswer(201, fields, body).encode();
        StoredAnswer back = StoredAnswer.decode(text);

        assertThat(text).doesNotContain(" ").matches("\\p{Graph}+");
        assertThat(back.status()).isEqualTo(201);
        assertThat(back.fields()).isEqualTo(fields);
        assertThat(back.body()).isEqualTo(body);
    }

    @Test
    void isNotKeptWhereItIsLargerThanACounterMayBe() {
        assertThat(new StoredAnswer(200, List.of(), new byte[StoredAnswer.MOST_BYTES + 1]).encode())
                .isNull();
        assertThat(new StoredAnswer(200, List.of(Map.entry("X", "x".repeat(50_000))), new byte[0]).encode())
                .isNull();
        assertThat(new StoredAnswer(200, List.of(), new byte[StoredAnswer.MOST_BYTES - 100]).encode())
                .hasSizeLessThan(65_000);
    }

    @Test
    void roomIsSharedOut() {
        var room = new BodyRoom(100);
        assertThat(room.take("a", 50)).isTrue();
        assertThat(room.take("a", 1)).isFalse();
        assertThat(room.take("b", 50)).isTrue();
        assertThat(room.take("c", 1)).isFalse();
        room.giveBack("a", 50);
        assertThat(room.take("c", 1)).isTrue();
    }
}
