package io.gatehouse.app.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A jar of a plug-in that a test writes, compiled against the API as a stranger would. */
final class CompiledPlugin {

    private static final String SERVICES = "META-INF/services/io.gatehouse.plugin.AdapterModule";
    private static final String IMPORTS = """
            package stranger;
            import com.google.inject.*;
            import io.gatehouse.configuration.*;
            import io.gatehouse.domain.admin.*;
            import io.gatehouse.domain.pipeline.*;
            import io.gatehouse.domain.quota.*;
            import io.gatehouse.domain.registry.*;
            import io.gatehouse.domain.rejection.*;
            import io.gatehouse.domain.service.*;
            import io.gatehouse.domain.time.*;
            import io.gatehouse.domain.traffic.*;
            import io.gatehouse.domain.upstream.*;
            import io.gatehouse.plugin.*;
            import java.util.*;
            """;

    private final Map<String, String> sources = new LinkedHashMap<>();
    private String services = "";

    /** A class of the package {@code stranger}, which sees the API. */
    CompiledPlugin source(String name, String body) {
        sources.put(name, IMPORTS + body);
        return this;
    }

    /** A class with its package and imports. */
    CompiledPlugin whole(String name, String text) {
        sources.put(name, text);
        return this;
    }

    /** The same, named as a module of an adapter. */
    CompiledPlugin module(String name, String body) {
        services += "stranger." + name + "\n";
        return source(name, body);
    }

    /** Lines of the service entry besides. */
    CompiledPlugin names(String line) {
        services += line + "\n";
        return this;
    }

    /** Compiles and packs it. */
    Path into(Path jar) throws IOException {
        Map<String, byte[]> entries = compile();
        if (!services.isEmpty()) {
            entries.put(SERVICES, services.getBytes(StandardCharsets.UTF_8));
        }
        return pack(jar, entries);
    }

    static Path pack(Path jar, Map<String, byte[]> entries) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }

    private Map<String, byte[]> compile() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var classes = new TreeMap<String, ByteArrayOutputStream>();
        List<JavaFileObject> units = sources.entrySet().stream()
                .map(source -> (JavaFileObject) new SourceText(source.getKey(), source.getValue()))
                .toList();
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
            var files = new ForwardingJavaFileManager<JavaFileManager>(standard) {
                @Override
                public JavaFileObject getJavaFileForOutput(
                        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                    var bytes = new ByteArrayOutputStream();
                    classes.put(name.replace('.', '/') + ".class", bytes);
                    return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/')), kind) {
                        @Override
                        public ByteArrayOutputStream openOutputStream() {
                            return bytes;
                        }
                    };
                }
            };
            List<String> options =
                    List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
            if (!units.isEmpty()
                    && !compiler.getTask(null, files, null, options, null, units)
                            .call()) {
                throw new IOException("the plug-in does not compile");
            }
        }
        var entries = new LinkedHashMap<String, byte[]>();
        classes.forEach((name, bytes) -> entries.put(name, bytes.toByteArray()));
        return entries;
    }

    private static final class SourceText extends SimpleJavaFileObject {

        private final String text;

        SourceText(String name, String text) {
            super(URI.create("memory:///stranger/" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
