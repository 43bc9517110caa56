package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.address.AddressLiteral;
import java.util.Locale;
import java.util.regex.Pattern;

/** A host that clients ask for, without a port: a name in lower case, or an address. */
@ScalarType(
        name = "host name",
        expected = "a host name such as api.shop.example, without a port",
        pattern = "[A-Za-z0-9.:-]+")
public record HostName(String text) {

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_][a-z0-9_-]{0,62})*");

    /** Reads a host; upper case becomes lower case. */
    public static HostName parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!isName(name) && AddressLiteral.parse(name) == null) {
            throw new MalformedValue("a host name such as api.shop.example, without a port");
        }
        return new HostName(name);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
