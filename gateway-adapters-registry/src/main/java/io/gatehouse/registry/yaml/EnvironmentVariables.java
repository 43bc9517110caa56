package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Option;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Suggestion;
import io.gatehouse.registry.yaml.TreeReader.TreeNotation;
import io.gatehouse.registry.yaml.TreeReader.Unreadable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Lays environment variables over a configuration: {@code GATEWAY_} and the path of a key, in upper case, dots and dashes
 * as underscores. A variable that no key has is a problem; the variables that Kubernetes makes for a service named
 * gateway are not meant for us. Lists are separated by commas, or written as YAML: {@code [a, b]}.
 */
final class EnvironmentVariables {

    private static final String PREFIX = "GATEWAY_";
    private static final Pattern KUBERNETES = Pattern.compile(
            "GATEWAY_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private final Map<String, Option> options = new LinkedHashMap<>();

    EnvironmentVariables(Class<? extends Record> type, ExtensionTypes extensions) {
        for (Option option : Option.of(type, extensions)) {
            Option other = options.put(variable(option.path()), option);
            if (other != null) {
                throw new IllegalArgumentException("two keys have the variable " + variable(option.path()));
            }
        }
    }

    /** The variable that overrides a key. */
    static String variable(List<String> path) {
        return PREFIX
                + String.join("_", path).replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    Node.Mapping lay(Node.Mapping configuration, Map<String, String> environment, Problems problems) {
        Node.Mapping result = configuration;
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            Option option = options.get(name);
            if (option != null) {
                result = Overlay.set(result, option.path(), value(name, variable.getValue(), option, problems));
            } else if (name.startsWith(PREFIX) && !isForeign(name, variable.getValue())) {
                String expected = "GATEWAY_ and the path of a key, such as GATEWAY_LISTEN_ADDRESS";
                problems.add(
                        Origin.of(name), "", "unknown variable", expected + Suggestion.hint(name, options.keySet()));
            }
        }
        return result;
    }

    private static boolean isForeign(String name, String value) {
        return KUBERNETES.matcher(name).matches() || (name.endsWith("_PORT") && value.matches("(tcp|udp|sctp)://.*"));
    }

    private static Node value(String name, String text, Option option, Problems problems) {
        Origin origin = Origin.of(name);
        if (!option.many()) {
            return new Node.Scalar(origin, text, Node.Kind.TEXT);
        }
        if (text.startsWith("[")) {
            try {
                return TreeReader.read(name, text, TreeNotation.YAML, ReadingLimits.PROCESS);
            } catch (Unreadable e) {
                problems.add(e.problem());
                return new Node.Sequence(origin, List.of());
            }
        }
        List<Node> items = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            items.add(new Node.Scalar(origin, item.strip(), Node.Kind.TEXT));
        }
        return new Node.Sequence(origin, items);
    }
}
