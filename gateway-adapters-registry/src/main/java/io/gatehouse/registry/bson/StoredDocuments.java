package io.gatehouse.registry.bson;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;

/**
 * Documents as the database sent them, undecoded, so that telling whether they have changed costs little.
 *
 * @param raw by collection, each in one and the same order whenever it is read
 */
public record StoredDocuments(Map<String, List<RawBsonDocument>> raw) {

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
