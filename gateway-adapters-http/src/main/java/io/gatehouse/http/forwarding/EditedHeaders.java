package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.RequestHeaderEdits.HeaderTemplate;
import io.gatehouse.domain.service.RequestHeaderEdits.Piece;
import io.gatehouse.domain.service.RequestPlaceholder;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.exchange.GatewayExchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the headers that a service wants its upstreams to get. What a placeholder stands for is encoded as in the identity headers, so
 * that no name of a user or tenant can end a line; a line with a placeholder that stands for nothing is left out.
 */
final class EditedHeaders {

    private EditedHeaders() {}

    static void write(HeadBuffer head, RequestHeaderEdits edits, RequestState state, GatewayExchange exchange) {
        lines(head, edits.set(), state, exchange);
        lines(head, edits.add(), state, exchange);
    }

    /** Adds what upstreams get by this name. */
    static void addTo(
            List<String> lines, String name, RequestHeaderEdits edits, RequestState state, GatewayExchange exchange) {
        for (List<HeaderTemplate> templates : List.of(edits.set(), edits.add())) {
            for (HeaderTemplate template : templates) {
                var head = new HeadBuffer();
                if (template.name().equalsIgnoreCase(name) && value(head, template, state, exchange)) {
                    lines.add(new String(head.toBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private static void lines(
            HeadBuffer head, List<HeaderTemplate> templates, RequestState state, GatewayExchange exchange) {
        for (HeaderTemplate template : templates) {
            int begun = head.length();
            head.add(template.name()).add(": ");
            if (value(head, template, state, exchange)) {
                head.endLine();
            } else {
                head.cutTo(begun);
            }
        }
    }

    private static boolean value(
            HeadBuffer head, HeaderTemplate template, RequestState state, GatewayExchange exchange) {
        for (Piece piece : template.value()) {
            String text = piece.text();
            if (text != null) {
                head.add(text);
                continue;
            }
            String said = said(piece.placeholder(), state, exchange);
            if (said == null) {
                return false;
            }
            IdentityHeaders.safe(head, said);
        }
        return true;
    }

    private static @Nullable String said(
            @Nullable RequestPlaceholder placeholder, RequestState state, GatewayExchange exchange) {
        ApiKey key = state.caller().key();
        return placeholder == null
                ? null
                : switch (placeholder) {
                    case TENANT -> key == null ? null : state.tenant();
                    case APPLICATION -> key == null ? null : key.application().name();
                    case PACKAGE -> key == null ? null : key.application().packageReference();
                    case KEY_ID -> state.keyName();
                    case USER -> state.userId();
                    case REQUEST_ID -> exchange.requestId();
                    case CLIENT_ADDRESS -> exchange.clientText();
                    case SERVICE -> state.route().service().name();
                    case VERSION -> state.version().key().version().toString();
                };
    }
}
