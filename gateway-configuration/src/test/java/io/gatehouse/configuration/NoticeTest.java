package io.gatehouse.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoticeTest {

    @Test
    void isOneLineThatNamesThePlace() {
        var notice = new Notice(Origin.of("tenants/acme"), "oauth.pin", "PIN locks", "they are not enforced");
        assertThat(notice).hasToString("tenants/acme oauth.pin: PIN locks; they are not enforced");
        assertThat(new Notice(Origin.of("resources"), "", "connections", "unused"))
                .hasToString("resources: connections; unused");
    }

    @Test
    void isSafeForATerminalAndBounded() {
        var notice = new Notice(Origin.of("tenants/\u001b[2J"), "a\nb", "\u202e", "x".repeat(10_000));
        assertThat(notice.toString()).startsWith("tenants/?[2J a?b: ?; xxx").hasSizeLessThan(700);
    }
}
