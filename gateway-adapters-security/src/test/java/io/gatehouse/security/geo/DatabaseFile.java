package io.gatehouse.security.geo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small MaxMind databases: a search tree with records of 24 bits, data, and metadata (format 2.0). */
final class DatabaseFile {

    private static final byte[] MARKER = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SEPARATOR = 16;

    private final String type;
    private final int version;
    private final List<Object[]> nodes = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** An empty database of this type, for addresses of IP version 4 or 6. */
    DatabaseFile(String type, int version) {
        this.type = type;
        this.version = version;
        nodes.add(new Object[2]);
    }

    /** A country database for both kinds of addresses. */
    static DatabaseFile countries() {
        return new DatabaseFile("GeoLite2-Country", 6);
    }

    /** Puts a network into a country; null leaves a part out. */
    DatabaseFile put(String network, String country, String continent) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("extra", Map.of("names", Map.of("en", "not read")));
        if (continent != null) {
            record.put("continent", Map.of("code", continent, "geoname_id", 7));
        }
        if (country != null) {
            record.put("country", Map.of("geoname_id", 9, "iso_code", country));
        }
        return put(network, record);
    }

    /** Puts a network to any record. */
    DatabaseFile put(String network, Object record) {
        int offset = data.size();
        write(data, record);
        int slash = network.indexOf('/');
        try {
            byte[] address = InetAddress.getByName(network.substring(0, slash)).getAddress();
            boolean embedded = version == 6 && address.length == 4;
            var bits = new byte[version == 6 ? 16 : 4];
            System.arraycopy(address, 0, bits, bits.length - address.length, address.length);
            insert(bits, Integer.parseInt(network.substring(slash + 1)) + (embedded ? 96 : 0), offset);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return this;
    }

    private void insert(byte[] bits, int length, int offset) {
        int node = 0;
        for (int i = 0; i < length; i++) {
            int side = (bits[i / 8] >> (7 - i % 8)) & 1;
            if (i == length - 1) {
                nodes.get(node)[side] = new Data(offset);
                return;
            }
            if (!(nodes.get(node)[side] instanceof Integer)) {
                nodes.get(node)[side] = nodes.size();
                nodes.add(new Object[2]);
            }
            node = (Integer) nodes.get(node)[side];
        }
    }

    private record Data(int offset) {}

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        for (Object[] node : nodes) {
            for (Object record : node) {
                int value = record instanceof Data found
                        ? nodes.size() + SEPARATOR + found.offset()
                        : record == null ? nodes.size() : (Integer) record;
                out.write(value >> 16);
                out.write(value >> 8);
                out.write(value);
            }
        }
        out.writeBytes(new byte[SEPARATOR]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(MARKER);
        write(out, metadata());
        return out.toByteArray();
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", 2);
        metadata.put("binary_format_minor_version", 0);
        metadata.put("build_epoch", 1_735_689_600L);
        metadata.put("database_type", type);
        metadata.put("description", Map.of("en", "for tests"));
        metadata.put("ip_version", version);
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", nodes.size());
        metadata.put("record_size", 24);
        return metadata;
    }

    void writeTo(Path file) throws IOException {
        Files.write(file, bytes());
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        if (value instanceof Map<?, ?> map) {
            control(out, 7, map.size());
            map.forEach((name, inner) -> {
                write(out, name);
                write(out, inner);
            });
        } else if (value instanceof List<?> list) {
            control(out, 11, list.size());
            list.forEach(inner -> write(out, inner));
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            control(out, 2, bytes.length);
            out.writeBytes(bytes);
        } else if (value instanceof Integer number) {
            control(out, 6, 4);
            number(out, number, 4);
        } else {
            control(out, 9, 8);
            number(out, (Long) value, 8);
        }
    }

    private static void control(ByteArrayOutputStream out, int type, int size) {
        if (size >= 29) {
            throw new IllegalArgumentException("too large for this writer: " + size);
        }
        if (type <= 7) {
            out.write(type << 5 | size);
        } else {
            out.write(size);
            out.write(type - 7);
        }
    }

    private static void number(ByteArrayOutputStream out, long number, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (number >> shift));
        }
    }
}
