package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.KnownDocuments;
import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.time.ManualClock;
import java.util.ArrayList;
import java.util.List;

/** A registry in as much of YAML's flow style as tests need: {@code {orders: {hosts: [a, b]}}}, values without quotes or escapes. */
final class FlowText {

    private final String text;
    private int at;

    private FlowText(String text) {
        this.text = text.strip();
    }

    /** The snapshot of this registry, which has no problems; addresses of unknown places pass rules about countries. */
    static Snapshot compile(String text) {
        return compile(text, ExtensionTypes.NONE);
    }

    /** The same where it may hold these besides. */
    static Snapshot compile(String text, ExtensionTypes extensions) {
        return new SnapshotCompiler(new ManualClock(), true).compile(documents(text, extensions), "test");
    }

    static RegistryDocuments documents(String text) {
        return documents(text, ExtensionTypes.NONE);
    }

    private static RegistryDocuments documents(String text, ExtensionTypes extensions) {
        var problems = new Problems();
        RegistryDocuments documents =
                RegistryDocumentReader.read(tree(text), new KnownDocuments(), extensions, problems);
        assertThat(problems).hasToString("");
        return documents;
    }

    /** What is wrong with this registry: path, what is given, and what is expected. */
    static List<String> problems(String text) {
        var problems = new Problems();
        RegistryDocumentReader.read(tree(text), problems);
        return problems.list().stream()
                .map(problem -> problem.path() + ": " + problem.given() + " -> " + problem.expected())
                .toList();
    }

    /** What a registry without problems is warned of. */
    static List<String> warnings(String text) {
        var problems = new Problems();
        RegistryDocumentReader.read(tree(text), problems);
        assertThat(problems).hasToString("");
        return problems.warnings().stream()
                .map(warning -> warning.path() + ": " + warning.what() + ": " + warning.outcome())
                .toList();
    }

    private static RegistryTree tree(String text) {
        Node root = new FlowText("{" + text + "}").node();
        return new RegistryTree("test", List.of((Node.Mapping) root), List.of());
    }

    private Node node() {
        Origin origin = new Origin("test", 1, at + 1);
        char first = text.charAt(at);
        if (first == '{') {
            return mapping(origin);
        }
        if (first == '[') {
            return sequence(origin);
        }
        String value = until(",]}");
        Node.Kind kind = value.equals("null")
                ? Node.Kind.NULL
                : value.equals("true") || value.equals("false")
                        ? Node.Kind.BOOLEAN
                        : value.matches("[0-9]+") ? Node.Kind.NUMBER : Node.Kind.TEXT;
        return new Node.Scalar(origin, value, kind);
    }

    private Node mapping(Origin origin) {
        var entries = new ArrayList<Node.Entry>();
        for (at++; !closes('}'); ) {
            Origin place = new Origin("test", 1, at + 1);
            int colon = text.indexOf(": ", at);
            String key = text.substring(at, colon);
            at = colon + 2;
            entries.add(new Node.Entry(key, place, node()));
        }
        return new Node.Mapping(origin, entries);
    }

    private Node sequence(Origin origin) {
        var items = new ArrayList<Node>();
        for (at++; !closes(']'); ) {
            items.add(node());
        }
        return new Node.Sequence(origin, items);
    }

    /** Passes what separates, and the bracket if it is there. */
    private boolean closes(char bracket) {
        while (text.charAt(at) == ',' || Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        boolean closes = text.charAt(at) == bracket;
        at += closes ? 1 : 0;
        return closes;
    }

    private String until(String ends) {
        int start = at;
        while (ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }
}
