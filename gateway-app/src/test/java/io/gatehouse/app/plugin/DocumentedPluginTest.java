package io.gatehouse.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.startup.Gatehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the page about plug-ins are what they say: they compile, and are used as the page says. */
class DocumentedPluginTest {

    private static final Path PAGE = Path.of("../docs/plugins.md");
    private static final Pattern CLASS =
            Pattern.compile("```java\n(package com\\.example;\n.*? class (\\w+) .*?)```", Pattern.DOTALL);
    private static final Pattern YAML = Pattern.compile("```yaml\n(# registry\n.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void worksAsThePageSays() throws Exception {
        String page = Files.readString(PAGE);
        var plugin = new CompiledPlugin().names("com.example.CountModule").names("com.example.ZoneModule");
        for (Matcher block = CLASS.matcher(page); block.find(); ) {
            plugin.whole(block.group(2), block.group(1));
        }
        plugin.into(Files.createDirectory(folder.resolve("lib")).resolve("count.jar"));
        Matcher registry = YAML.matcher(page);
        assertThat(registry.find()).isTrue();
        Files.writeString(folder.resolve("registry.yml"), registry.group(1));
        Files.writeString(folder.resolve("zones.txt"), "north 127.0.0.1\n");
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                plugins: [lib/count.jar]
                traffic-listeners:
                  count: { status: 400 }
                discovery: { zone: { file: zones.txt } }
                listen: { address: 127.0.0.1:0 }
                admin: { address: off }
                registry: { file: { path: registry.yml, watch: false } }
                """);

        assertThat(page).contains("plugins: [lib/count.jar]\ntraffic-listeners:\n  count: { status: 400 }");
        assertThat(ProgramRun.of("check", file.toString()).out()).contains("is fine: 1 service");
        assertThat(ProgramRun.of("routes", file.toString()).out()).contains("discovered by {zone: north, port: 9000}");
        Gatehouse.start(file).close();
    }
}
