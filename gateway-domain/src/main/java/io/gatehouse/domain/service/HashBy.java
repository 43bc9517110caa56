package io.gatehouse.domain.service;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a request decides which host it is sent to by consistent hashing; where a request has none of it, its address does.
 *
 * @param source where it is found
 * @param name of the header or cookie; empty for the other sources
 */
@ScalarType(name = "hash source", expected = HashBy.EXPECTED, pattern = HashBy.PATTERN)
public record HashBy(Source source, String name) {

    /** By the key, the source that holds unless another is written. */
    public static final HashBy KEY = new HashBy(Source.KEY, "");

    static final String EXPECTED = "key, user, tenant, address, header:NAME or cookie:NAME";
    static final String PATTERN = "key|user|tenant|address|(?:header|cookie):[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}";
    private static final Pattern FORM =
            Pattern.compile("(key|user|tenant|address|header|cookie)(?::([A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}))?");

    /** Where the value is found. */
    public enum Source {
        KEY,
        /** Users of different tenants are different users, whatever they are called. */
        USER,
        TENANT,
        ADDRESS,
        HEADER,
        COOKIE
    }

    /** Reads the written form. */
    public static HashBy parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedValue(EXPECTED);
        }
        Source source = Source.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        String name = matcher.group(2) == null ? "" : matcher.group(2);
        if (name.isEmpty() == (source == Source.HEADER || source == Source.COOKIE)) {
            throw new MalformedValue(EXPECTED);
        }
        return new HashBy(source, name);
    }

    @Override
    public String toString() {
        String word = source.name().toLowerCase(Locale.ROOT);
        return name.isEmpty() ? word : word + ":" + name;
    }
}
