package io.gatehouse.registry.soajs;

import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an external key is bound to: address ranges ({@code geo}) and devices. A list that is empty allows nothing, as in SOAJS. */
final class KeyRestrictions {

    private static final String ALLOW = "allow";
    private static final String DENY = "deny";
    private static final String ANY = "*";
    private static final List<String> RELEASE = List.of("major", "minor", "patch");

    private KeyRestrictions() {}

    static void add(Fields entry, MappingBuilder key) {
        Fields geo = entry.object("geo");
        if (geo != null) {
            addresses(geo, key);
        }
        Fields device = entry.object("device");
        if (device != null) {
            devices(device, key);
        }
    }

    private static void addresses(Fields geo, MappingBuilder key) {
        List<String> allow = geo.texts(ALLOW);
        List<String> deny = geo.texts(DENY);
        var rule = new MappingBuilder(geo.origin());
        if (allow != null && allow.isEmpty()) {
            rule.texts(DENY, List.of("0.0.0.0/0", "::/0"));
        } else {
            if (allow != null) {
                rule.texts(ALLOW, allow);
            }
            if (deny != null && !deny.isEmpty()) {
                rule.texts(DENY, deny);
            }
        }
        key.putFilled("addresses", rule);
    }

    private static void devices(Fields device, MappingBuilder key) {
        List<MappingBuilder> allow = device.list(ALLOW) == null ? null : patterns(device.objects(ALLOW));
        List<MappingBuilder> deny = patterns(device.objects(DENY));
        var rule = new MappingBuilder(device.origin());
        if (allow != null && allow.isEmpty()) {
            rule.list(DENY, List.of(new MappingBuilder(device.origin()).text("family", ANY)));
        } else {
            if (allow != null) {
                rule.list(ALLOW, allow);
            }
            if (!deny.isEmpty()) {
                rule.list(DENY, deny);
            }
        }
        key.putFilled("devices", rule);
    }

    private static List<MappingBuilder> patterns(List<Fields> written) {
        var patterns = new ArrayList<MappingBuilder>();
        for (Fields pattern : written) {
            MappingBuilder translated = pattern(pattern);
            if (pattern.raw("os") instanceof Map<?, ?>) {
                translated.putFilled("os", pattern(pattern.objectOrEmpty("os")));
            } else if (pattern.raw("os") != null && !ANY.equals(pattern.raw("os"))) {
                pattern.wrong("os", "an object with family, or *");
            }
            patterns.add(translated.isEmpty() ? translated.text("family", ANY) : translated);
        }
        return patterns;
    }

    private static MappingBuilder pattern(Fields written) {
        var translated = new MappingBuilder(written.origin());
        String family = written.text("family");
        if (family != null && !family.isBlank() && !family.equals(ANY)) {
            translated.text("family", family.trim());
        }
        for (String part : RELEASE) {
            release(written, part, translated);
        }
        return translated;
    }

    private static void release(Fields written, String part, MappingBuilder translated) {
        Object value = written.raw(part);
        if (value instanceof Map<?, ?>) {
            Fields range = written.objectOrEmpty(part);
            var bounds = new MappingBuilder(written.origin());
            bound(range, "min", bounds);
            bound(range, "max", bounds);
            translated.putFilled(part, bounds);
            return;
        }
        String exact = exact(value);
        if (exact != null && !exact.isBlank() && !exact.equals(ANY)) {
            translated.text(part, exact.trim());
        } else if (value != null && exact == null) {
            written.wrong(part, "a version, or an object with min and max");
        }
    }

    private static void bound(Fields range, String name, MappingBuilder bounds) {
        String written = exact(range.raw(name));
        if (written != null && !written.isBlank()) {
            bounds.text(name, written.trim());
        } else if (range.raw(name) != null && written == null) {
            range.wrong(name, "a number");
        }
    }

    private static @Nullable String exact(@Nullable Object value) {
        return value instanceof String || value instanceof Integer || value instanceof Long ? value.toString() : null;
    }
}
