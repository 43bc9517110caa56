package io.gatehouse.registry.soajs;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.mongo.StoredDocuments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.bson.BSONException;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonSerializationException;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The collections that a SOAJS gateway reads, all at once. Every call blocks, but never beyond the deadline for each collection.
 *
 * <p>SOAJS keeps no revision, and not every writer keeps a time, so the mark is a hash of everything that is read: nothing
 * cheaper is sound.
 */
final class CoreDatabase {

    static final String ENVIRONMENT = "environment";
    static final String MARKETPLACE = "marketplace";
    static final String HOSTS = "hosts";
    static final String TENANTS = "tenants";
    static final String PRODUCTS = "products";
    static final String RESOURCES = "resources";
    static final String CUSTOM_REGISTRY = "custom_registry";

    private static final List<String> COLLECTIONS =
            List.of(ENVIRONMENT, MARKETPLACE, HOSTS, PRODUCTS, TENANTS, RESOURCES, CUSTOM_REGISTRY);

    /** Read as further hosts. */
    private final @Nullable String registrations;

    private final List<String> collections;
    private static final int TRIES = 5;

    /**
     * Everything that was read.
     *
     * @param mark a hash of it
     * @param documents by collection, in the order of their ids
     */
    record Content(String mark, Map<String, List<Document>> documents) {

        /** No collection is called so. */
        private static final String MARK = "$mark";

        private static final DocumentCodec CODEC = new DocumentCodec();

        List<Document> of(String collection) {
            return documents.getOrDefault(collection, List.of());
        }

        /** All of it in a few bytes, to be {@linkplain #of(byte[]) read again}. */
        byte[] kept() {
            var whole = new Document(MARK, mark);
            whole.putAll(documents);
            var bytes = new BasicOutputBuffer();
            CODEC.encode(
                    new BsonBinaryWriter(bytes), whole, EncoderContext.builder().build());
            var packed = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(packed)) {
                bytes.pipe(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return packed.toByteArray();
        }

        /**
         * What was kept.
         *
         * @throws RegistryUnavailable if these bytes are nothing of the kind
         */
        static Content of(byte[] kept) throws RegistryUnavailable {
            try (var in = new GZIPInputStream(new ByteArrayInputStream(kept))) {
                var reader = new BsonBinaryReader(ByteBuffer.wrap(in.readAllBytes()));
                Document whole = CODEC.decode(reader, DecoderContext.builder().build());
                Map<String, List<Document>> documents = new HashMap<>();
                for (String name : whole.keySet()) {
                    if (!name.equals(MARK)) {
                        documents.put(name, whole.getList(name, Document.class));
                    }
                }
                return new Content(whole.getString(MARK), documents);
            } catch (IOException | BSONException | ClassCastException e) {
                throw new RegistryUnavailable("the copy holds no installation", e);
            }
        }
    }

    private final MongoDatabase database;
    private final String environment;
    private final String description;

    CoreDatabase(MongoDatabase database, String environment, @Nullable String registrations, Duration deadline) {
        this.registrations = registrations;
        this.collections = registrations == null
                ? COLLECTIONS
                : Stream.concat(COLLECTIONS.stream(), Stream.of(registrations)).toList();
        this.database = database.withTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        this.environment = environment;
        this.description = "soajs " + database.getName() + " (" + environment + ")";
    }

    String description() {
        return description;
    }

    String mark() throws RegistryUnavailable {
        return fetch().hash();
    }

    /** Everything as it was at one moment: read again if the second look sees something else than the first. */
    Content read() throws RegistryUnavailable {
        StoredDocuments first = fetch();
        for (int i = 0; i < TRIES; i++) {
            StoredDocuments second = fetch();
            String mark = first.hash();
            if (second.hash().equals(mark)) {
                return new Content(mark, decoded(first));
            }
            first = second;
        }
        throw RegistryUnavailable.forNow(description + ": changed again and again while it is read", null);
    }

    private StoredDocuments fetch() throws RegistryUnavailable {
        try {
            StoredDocuments all = StoredDocuments.fetch(database, collections, new Document());
            requireEnvironment(all.raw().getOrDefault(ENVIRONMENT, List.of()));
            return all;
        } catch (MongoException e) {
            throw RegistryUnavailable.forNow(description + ": cannot be read: " + StoredDocuments.reason(e), e);
        }
    }

    private void requireEnvironment(List<RawBsonDocument> environments) throws RegistryUnavailable {
        boolean there = environments.stream()
                .map(document -> document.get("code"))
                .anyMatch(code -> code != null
                        && code.isString()
                        && code.asString().getValue().equalsIgnoreCase(environment));
        if (!there) {
            throw RegistryUnavailable.forNow(
                    description + ": the collection environment has none with this code", null);
        }
    }

    private Map<String, List<Document>> decoded(StoredDocuments stored) throws RegistryUnavailable {
        try {
            Map<String, List<Document>> all = new HashMap<>(stored.decoded());
            if (registrations != null) {
                var hosts = new ArrayList<>(all.getOrDefault(HOSTS, List.of()));
                hosts.addAll(all.getOrDefault(registrations, List.of()));
                all.put(HOSTS, hosts);
            }
            return all;
        } catch (BsonSerializationException | IllegalStateException e) {
            throw RegistryUnavailable.forNow(description + ": holds a document that cannot be decoded", e);
        }
    }
}
