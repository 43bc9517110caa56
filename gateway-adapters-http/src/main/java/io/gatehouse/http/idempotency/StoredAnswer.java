package io.gatehouse.http.idempotency;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's answer, to be given again.
 *
 * @param status its status
 * @param fields its header field lines, in order
 * @param body its body
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and compared by nobody
public record StoredAnswer(int status, List<Map.Entry<String, String>> fields, byte[] body) {

    /** Bytes of an answer that is kept: with Base64 and what else is known of the call it fits a counter's 64 KiB. */
    public static final int MOST_BYTES = 48_000;

    /** As text without blanks; null if it has more bytes than are kept. */
    public @Nullable String encode() {
        if (body.length > MOST_BYTES) {
            return null;
        }
        var bytes = new ByteArrayOutputStream(body.length + 512);
        try (var out = new DataOutputStream(bytes)) {
            out.writeShort(status);
            out.writeShort(fields.size());
            for (Map.Entry<String, String> field : fields) {
                if (field.getValue().length() > MOST_BYTES / 3) {
                    return null;
                }
                out.writeUTF(field.getKey());
                out.writeUTF(field.getValue());
            }
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size() > MOST_BYTES ? null : Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** What {@link #encode} has made. */
    public static StoredAnswer decode(String text) {
        try (var in =
                new DataInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            int status = in.readUnsignedShort();
            int count = in.readUnsignedShort();
            List<Map.Entry<String, String>> fields = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                fields.add(Map.entry(in.readUTF(), in.readUTF()));
            }
            return new StoredAnswer(status, List.copyOf(fields), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
