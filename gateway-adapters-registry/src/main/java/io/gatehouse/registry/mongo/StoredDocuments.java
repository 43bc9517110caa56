package io.gatehouse.registry.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.configuration.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.conversions.Bson;

/**
 * Documents as the database sent them, undecoded, so that it costs little to see whether they have changed.
 *
 * @param raw by collection, each in one and the same order whenever it is read
 */
public record StoredDocuments(Map<String, List<RawBsonDocument>> raw) {

    private static final int UNAUTHORIZED = 13;

    /** Reads those that pass the filter, each collection in the order of its ids. Blocks, and throws what the driver throws. */
    public static StoredDocuments fetch(MongoDatabase database, List<String> collections, Bson filter) {
        var all = new LinkedHashMap<String, List<RawBsonDocument>>();
        for (String name : collections) {
            var documents = database.getCollection(name, RawBsonDocument.class).find(filter);
            all.put(name, documents.sort(new Document("_id", 1)).into(new ArrayList<>()));
        }
        return new StoredDocuments(all);
    }

    /** Where a document stands, for messages: its collection, and its id or name. */
    public static Origin origin(String collection, String id) {
        return Origin.of(collection + "/" + id);
    }

    /**
     * Why a database cannot be read or written, in a few words and without anything of the connection string: the driver's own
     * message may be pages long.
     */
    public static String reason(RuntimeException failure) {
        if (failure instanceof MongoSecurityException) {
            return "authentication failed";
        }
        if (failure instanceof MongoException refused && refused.getCode() == UNAUTHORIZED) {
            return "not authorized";
        }
        if (failure instanceof MongoTimeoutException) {
            return "no response in time";
        }
        if (failure instanceof MongoSocketException) {
            return "connection lost";
        }
        return failure.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("^Mongo", "");
    }

    /** Changes whenever any byte of any document does; 32 hexadecimal digits. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            raw.forEach((name, documents) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(documents.size())
                        .flip());
                documents.forEach(
                        document -> digest.update(document.getByteBuffer().asNIO()));
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The documents themselves.
     *
     * @throws org.bson.BsonSerializationException if one is broken
     */
    public Map<String, List<Document>> decoded() {
        var codec = new DocumentCodec();
        var all = new LinkedHashMap<String, List<Document>>();
        raw.forEach((name, documents) -> all.put(
                name, documents.stream().map(document -> document.decode(codec)).toList()));
        return all;
    }
}
