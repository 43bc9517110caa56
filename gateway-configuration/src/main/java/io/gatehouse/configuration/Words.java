package io.gatehouse.configuration;

import java.util.Locale;

/** Turns Java names into the words of the configuration. */
final class Words {

    private Words() {}

    /** {@code loadBalancing} and {@code LOAD_BALANCING} both become {@code load-balancing}. */
    static String dashed(String name) {
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT).replace('_', '-');
        }
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                word.append('-');
            }
            word.append(Character.toLowerCase(c));
        }
        return word.toString();
    }
}
