package io.gatehouse.app.endtoend;

import java.util.ArrayList;
import java.util.List;

/** Ways to write {@code /admin} below some other path, most of which some server somewhere would understand. */
final class Spellings {

    private static final List<String> SEPARATORS = List.of(
            "/",
            "//",
            "///",
            "/./",
            "/././",
            "/x/../",
            "/items/../",
            "/items/1/../../",
            "/%2e/",
            "/%2E/",
            "/x/%2e%2e/",
            "/x/.%2e/",
            "/x/%2E./",
            "/x/%252e%252e/",
            "/;/",
            "/;x=1/",
            "/x/..;/",
            "/x/..;a=b/",
            "/.;/",
            "%2f",
            "%2F",
            "/%2f",
            "%2f%2f",
            "%252f",
            "%252F",
            "%25252f",
            "%25%32%66",
            "\\",
            "/\\",
            "\\/",
            "%5c",
            "%5C",
            "/%5c",
            "%255c",
            "%c0%af",
            "%C0%AF",
            "/%c0%ae%c0%ae/",
            "%e0%80%af",
            "%u002f",
            "/%00/",
            "/%0d%0a/",
            "/%09/",
            "/%20/",
            "/items/..%2f",
            "/items/%2e%2e%2f",
            "/items%2f..%2f",
            "/items/..\\",
            "/items/..%5c",
            "/items/..%255c",
            "/items/..%c0%af",
            "/items;/../",
            "/items/..;/",
            "/items/x/..%00/",
            "/../v1/",
            "/..%2fv1%2f",
            "/%2e%2e/v1/");

    private static final List<String> NAMES = List.of(
            "admin",
            "%61dmin",
            "adm%69n",
            "%61%64%6d%69%6e",
            "%61%64%6D%69%6E",
            "%2561dmin",
            "%25%36%31dmin",
            "%u0061dmin",
            "%c1%a1dmin",
            "admin;",
            "admin;x",
            "admin;x=y",
            "admin;/..;",
            "admin%3b",
            "admin%3Bx",
            "%61dmin;x",
            "admin%00",
            "admin%00.css",
            "admin%20",
            "admin%09",
            "admin%0a",
            "admin%23",
            "admin%3f",
            "admin%3F.css",
            "admin#",
            "admin\\",
            "admin%5c",
            "./admin",
            "x/../admin");

    private static final List<String> TAILS = List.of(
            "",
            "/",
            "//",
            "/.",
            "/./",
            "/%2e",
            "/%2E/",
            "/x/..",
            "/x/../",
            "/x/%2e%2e",
            "%2f",
            "%2F",
            "/%2f",
            "%252f",
            ";",
            ";x",
            "/;x",
            "/..;/admin",
            "?",
            "?x=/items",
            "#",
            "#/items",
            "%23",
            "%00",
            "\\",
            "%5c",
            "/%20",
            "/users",
            "//users",
            "/./users",
            "%2fusers",
            "/users/",
            "/users;x",
            "/x/../users");

    private Spellings() {}

    /** Every pair of a separator, a name and a tail, the third being plain. */
    static List<String> below(String prefix) {
        var all = new ArrayList<String>();
        for (String separator : SEPARATORS) {
            NAMES.forEach(name -> all.add(prefix + separator + name));
            TAILS.forEach(tail -> all.add(prefix + separator + "admin" + tail));
        }
        for (String name : NAMES) {
            TAILS.forEach(tail -> all.add(prefix + "/" + name + tail));
        }
        return all;
    }

    /** Each separator, each name and each tail once. */
    static List<String> fewBelow(String prefix) {
        var all = new ArrayList<String>();
        SEPARATORS.forEach(separator -> all.add(prefix + separator + "admin"));
        NAMES.forEach(name -> all.add(prefix + "/" + name));
        TAILS.forEach(tail -> all.add(prefix + "/admin" + tail));
        return all;
    }
}
