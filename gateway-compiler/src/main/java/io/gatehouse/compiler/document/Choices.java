package io.gatehouse.compiler.document;

import java.util.Collection;
import java.util.stream.Stream;

/** Lists what there is to choose from, for messages. */
final class Choices {

    private static final int MOST = 20;

    private Choices() {}

    static String of(Collection<?> known) {
        if (known.isEmpty()) {
            return "nothing, there is none";
        }
        Stream<String> names = known.stream().limit(MOST).map(Object::toString);
        return String.join(", ", names.toList()) + (known.size() > MOST ? ", ..." : "");
    }
}
