package io.gatehouse.registry.soajs.installation;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.gatehouse.domain.service.VersionNumber;
import java.math.BigDecimal;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Where services that register at the gateway are kept, in a collection of the gateway's own with documents like those of {@code hosts};
 * or nowhere. Blocks.
 *
 * @param hosts the collection; null for nowhere
 * @param environment the code of the environment, in small letters
 */
public record Registrations(@Nullable MongoCollection<Document> hosts, String environment) {

    /** More hosts than an installation has. */
    private static final int MOST = 10_000;

    private static final int LONGEST = 256;

    /**
     * Keeps a host, unless it is kept already or nothing is.
     *
     * @return whether what was said is complete and could be kept
     */
    boolean keep(Map<?, ?> said) {
        String name = text(said.get("name"));
        String address = text(said.get("ip"));
        VersionNumber version = VersionNumber.orNull(String.valueOf(said.get("version")));
        Object port = said.get("portHost") == null ? said.get("port") : said.get("portHost");
        Integer number = number(port);
        if (name == null || address == null || version == null || number == null) {
            return false;
        }
        if (hosts == null) {
            return true;
        }
        var document = new Document("env", environment)
                .append("name", name)
                .append("ip", address)
                .append("version", version.toString())
                .append("port", number);
        var same = Filters.and(
                Filters.eq("env", environment),
                Filters.eq("name", name),
                Filters.eq("ip", address),
                Filters.eq("version", version.toString()));
        try {
            if (hosts.countDocuments(same) == 0 && hosts.estimatedDocumentCount() >= MOST) {
                return false;
            }
            hosts.replaceOne(same, document, new ReplaceOptions().upsert(true));
            return true;
        } catch (MongoException e) {
            return false;
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() && text.length() <= LONGEST ? text : null;
    }

    private static @Nullable Integer number(@Nullable Object value) {
        try {
            int port = value == null ? 0 : new BigDecimal(String.valueOf(value)).intValueExact();
            return port >= 1 && port <= 65_535 ? port : null;
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }
}
