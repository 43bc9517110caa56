package io.gatehouse.compiler.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.compiler.document.RequestHeadersDocument.RequestHeaderValue;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.domain.service.RequestHeaderEdits.Piece;
import io.gatehouse.domain.service.RequestPlaceholder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts that headers for upstreams are made of. */
class RequestHeaderValueTest {

    @Test
    void findsPlaceholdersBetweenTexts() {
        assertThat(RequestHeaderValue.parse("a ${tenant}/${user}${request-id}$ {b}")
                        .pieces())
                .containsExactly(
                        new Piece("a ", null),
                        new Piece(null, RequestPlaceholder.TENANT),
                        new Piece("/", null),
                        new Piece(null, RequestPlaceholder.USER),
                        new Piece(null, RequestPlaceholder.REQUEST_ID),
                        new Piece("$ {b}", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${key}",
                "${tennant}",
                "${tenant",
                "${}",
                "${Tenant}",
                "${tenant:-x}",
                "a\r\nb",
                "é",
                "a\u0000",
                ""
            })
    void refusesWhatStandsForNothing(String text) {
        assertThatThrownBy(() -> RequestHeaderValue.parse(text)).isInstanceOf(MalformedValue.class);
    }
}
