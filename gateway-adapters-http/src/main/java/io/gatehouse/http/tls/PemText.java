package io.gatehouse.http.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file (RFC 7468), whatever else stands around them. */
final class PemText {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9][A-Z0-9 ]{0,60})-----");

    private PemText() {}

    /**
     * One block.
     *
     * @param label what it says it is, such as {@code CERTIFICATE}
     * @param encrypted whether its old-style header says that it is encrypted
     * @param der its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Block(String label, boolean encrypted, byte[] der) {}

    /** All blocks, in order. */
    static List<Block> blocks(String text) throws BadCertificateException {
        var blocks = new ArrayList<Block>();
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            String label = begin.group(1);
            String last = "-----END " + label + "-----";
            int end = text.indexOf(last, begin.end());
            if (end < 0) {
                throw new BadCertificateException("a block begins with " + begin.group() + " and does not end");
            }
            blocks.add(block(label, text.substring(begin.end(), end)));
            from = end + last.length();
        }
        return blocks;
    }

    private static Block block(String label, String content) throws BadCertificateException {
        boolean encrypted = content.contains("Proc-Type:") && content.contains("ENCRYPTED");
        if (encrypted) {
            return new Block(label, true, new byte[0]);
        }
        try {
            return new Block(label, false, Base64.getMimeDecoder().decode(content));
        } catch (IllegalArgumentException e) {
            throw new BadCertificateException("what stands in a block " + label + " is not Base64");
        }
    }
}
