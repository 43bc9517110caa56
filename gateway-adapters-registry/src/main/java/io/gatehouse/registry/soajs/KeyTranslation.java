package io.gatehouse.registry.soajs;

import io.gatehouse.compiler.document.KeyHash;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.registry.soajs.FactsOfInstallation.KeyOwner;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * External keys: what callers present. The same text may stand there for several environments; the entry for ours is the one
 * that counts, and those for others are kept only so that their callers hear that it is the environment that is wrong.
 */
final class KeyTranslation {

    private final EnvironmentSettings environment;
    private final KeySettings configuration;
    private final FactsOfInstallation facts;
    private final Set<String> ours = new HashSet<>();
    private final Set<String> others = new HashSet<>();

    KeyTranslation(
            EnvironmentSettings environment,
            KeySettings configuration,
            FactsOfInstallation facts,
            List<Document> tenants) {
        this.facts = facts;
        this.environment = environment;
        this.configuration = configuration;
        for (Document tenant : tenants) {
            maps(tenant.get("applications"))
                    .flatMap(application -> maps(application.get("keys")))
                    .flatMap(key -> maps(key.get("extKeys")))
                    .filter(entry -> !(entry.get("env") instanceof String code) || environment.is(code))
                    .forEach(entry -> ours.add(String.valueOf(entry.get("extKey"))));
        }
    }

    /** Adds the external keys of one internal key. */
    void add(Fields key, KeyOwner owner, Map<String, String> userPackages, MappingBuilder keys) {
        MappingBuilder own = configuration.of(key);
        for (Fields entry : key.objects("extKeys")) {
            String text = entry.demanded("extKey");
            if (text != null && isWanted(entry, text)) {
                MappingBuilder translated = translated(entry, text);
                own.node().entries().forEach(piece -> translated.put(piece.key(), piece.value()));
                String name = name(entry, text);
                keys.put(name, translated);
                facts.key(ApiKey.id(owner.tenant().code(), owner.name(), name), owner, key, userPackages);
            }
        }
    }

    private boolean isWanted(Fields entry, String text) {
        return isOurs(entry) || (!ours.contains(text) && others.add(text));
    }

    private boolean isOurs(Fields entry) {
        return !(entry.raw("env") instanceof String code) || code.isEmpty() || environment.is(code);
    }

    /** A name that stays the same and discloses nothing of the key. */
    private String name(Fields entry, String text) {
        return spelled(entry) + "-" + fingerprint(text).substring(0, 12);
    }

    private String spelled(Fields entry) {
        String code = entry.text("env");
        return code == null || code.isEmpty()
                ? "any"
                : isOurs(entry) ? environment.code() : code.toLowerCase(Locale.ROOT);
    }

    private MappingBuilder translated(Fields entry, String text) {
        var key = new MappingBuilder(entry.origin()).secret("hash", "sha256:" + fingerprint(text));
        String code = entry.text("env");
        if (code != null && !code.isEmpty()) {
            key.text("environment", spelled(entry));
        }
        expiry(entry, key);
        if (entry.flag("disabled")) {
            key.flag("revoked", true);
        }
        KeyRestrictions.add(entry, key);
        return key;
    }

    private static void expiry(Fields entry, MappingBuilder key) {
        Object written = entry.raw("expDate");
        Long millis = written instanceof Date date
                ? Long.valueOf(date.toInstant().toEpochMilli())
                : written instanceof String text ? moment(entry, text) : entry.whole("expDate");
        if (millis != null && millis != 0) {
            key.text("expires", Instant.ofEpochMilli(millis).toString());
        }
    }

    private static @Nullable Long moment(Fields entry, String text) {
        try {
            return text.isEmpty() ? null : Long.valueOf(Instant.parse(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return entry.wrong("expDate", "a time, or milliseconds since 1970");
        }
    }

    private static Stream<Document> maps(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream().filter(Document.class::isInstance).map(Document.class::cast)
                : Stream.empty();
    }

    /** The SHA-256 in hex digits of a key's text, which is compared as it is, so that only its hash needs to be kept. */
    private static String fingerprint(String key) {
        return KeyHash.of(Secret.parse(key)).hex();
    }
}
