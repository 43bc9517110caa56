package io.gatehouse.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoFolderTest {

    @Test
    void fillsInWhatIsKnownOnlyNow() throws Exception {
        try (DemoFolder folder = DemoFolder.write(Map.of(
                "port",
                "8123",
                "admin-port",
                "8124",
                "key",
                "k",
                "orders-1",
                "http://a",
                "orders-2",
                "http://b",
                "orders-3",
                "http://c"))) {
            assertThat(folder.configuration()).content().contains("127.0.0.1:8123", "127.0.0.1:8124");
            assertThat(folder.path().resolve("registry/services.yml")).content().contains("http://b");
            assertThat(everything(folder.path())).doesNotContain("@");
        }
    }

    @Test
    void isGoneWhenClosed() throws Exception {
        DemoFolder folder = DemoFolder.write(Map.of());

        folder.close();

        assertThat(folder.path()).doesNotExist();
    }

    private static String everything(Path folder) throws Exception {
        var text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
