package io.gatehouse.configuration;

import org.jspecify.annotations.Nullable;

/**
 * Where the binder stands while it reads: the keys that led there, and the collector to report mistakes to. Cheap to
 * make; the path is put together only when a problem is reported.
 */
public final class ConfigPath {

    private final @Nullable ConfigPath parent;
    private final String step;
    private final Origin origin;
    private final Problems problems;
    private final ExtensionTypes extensions;
    private final boolean secret;

    private ConfigPath(
            @Nullable ConfigPath parent,
            String step,
            Origin origin,
            Problems problems,
            ExtensionTypes extensions,
            boolean secret) {
        this.parent = parent;
        this.step = step;
        this.origin = origin;
        this.problems = problems;
        this.extensions = extensions;
        this.secret = secret;
    }

    /** The top of a document. */
    public static ConfigPath root(Origin origin, Problems problems) {
        return root(origin, problems, ExtensionTypes.NONE);
    }

    /** The top of a document that may hold these besides. */
    public static ConfigPath root(Origin origin, Problems problems, ExtensionTypes extensions) {
        return new ConfigPath(null, "", origin, problems, extensions, false);
    }

    /** The value of a key; {@code origin} is the place of the key. */
    public ConfigPath key(String key, Origin origin) {
        boolean plain = key.indexOf('.') < 0 && key.indexOf(' ') < 0 && !key.isEmpty();
        String name = plain ? key : '"' + key + '"';
        return new ConfigPath(this, parent == null ? name : "." + name, origin, problems, extensions, secret);
    }

    /** An item of a list. */
    public ConfigPath item(int index, Origin origin) {
        return new ConfigPath(this, "[" + index + "]", origin, problems, extensions, secret);
    }

    /** The same place, of which no message may repeat what is given. */
    ConfigPath hidden() {
        return secret ? this : new ConfigPath(parent, step, origin, problems, extensions, true);
    }

    /** The same place for another collector. */
    public ConfigPath tellingTo(Problems others) {
        return new ConfigPath(parent, step, origin, others, extensions, secret);
    }

    /** The place of the key that led here, or of the value itself where no key did. */
    public Origin origin() {
        return origin;
    }

    /** Reports that a value is wrong, showing it if it is a single value that may be shown. */
    public void refuse(Node given, String expected) {
        refuse(given.origin(), secret ? "***" : ValueDescriber.shown(given), expected);
    }

    /** Reports that a value has the wrong kind, without showing its text: it may have been meant for somewhere else. */
    public void refuseKind(Node given, String expected) {
        refuse(given.origin(), secret ? "***" : ValueDescriber.kind(given), expected);
    }

    /** Reports a problem of this place in words of one's own. */
    public void refuse(Origin origin, String given, String expected) {
        problems.add(origin, path(), given, expected);
    }

    /** Warns of a value that is right but has another effect than its words let expect. */
    void warn(Node given, String outcome) {
        problems.warn(new Notice(given.origin(), path(), secret ? "***" : ValueDescriber.shown(given), outcome));
    }

    /** Warns of a part of what is here. */
    void warn(Cautious.Caution caution) {
        String path = key(caution.key(), caution.origin()).path();
        problems.warn(new Notice(caution.origin(), path, caution.what(), caution.outcome()));
    }

    ExtensionTypes extensions() {
        return extensions;
    }

    /** The keys that lead here, such as {@code services.orders.versions.1.hosts[0]}. */
    public String path() {
        StringBuilder path = new StringBuilder();
        append(path);
        return path.toString();
    }

    private void append(StringBuilder path) {
        if (parent != null) {
            parent.append(path);
        }
        path.append(step);
    }
}
